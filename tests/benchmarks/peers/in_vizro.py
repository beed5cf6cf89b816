"""Vizro: a parameter that the four charts take. Served by gunicorn, as ours."""

import plotly.graph_objects as go
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

from tests.benchmarks import four


@capture("graph")
def chart(data_frame: object, key: str, words: str) -> go.Figure:
    return go.Figure(four.figure(key, words))


def dashboard() -> vm.Dashboard:
    studies = four.catalogue().evidence.frame("studies")
    graphs = [vm.Graph(id=key, figure=chart(studies, key=key, words=four.EVERYTHING)) for key in four.KEYS]
    choice = vm.RadioItems(options=list(four.FILTERS), value=four.EVERYTHING, title="Infants")
    parameter = vm.Parameter(targets=[f"{key}.words" for key in four.KEYS], selector=choice)
    return vm.Dashboard(pages=[vm.Page(title="Compare", layout=vm.Flex(), components=graphs, controls=[parameter])])


server = Vizro().build(dashboard()).dash.server
