"""Streamlit: a script that runs from top to bottom at each change."""

import plotly.graph_objects as go
import streamlit as st

from tests.benchmarks import four

st.set_page_config(layout="wide")
words = st.sidebar.radio("Infants", list(four.FILTERS))
for key in four.KEYS:
    st.plotly_chart(go.Figure(four.figure(key, words)), theme=None, key=key)
