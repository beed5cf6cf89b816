"""What the charts of the randomised trials share: a trial with its two arms, and how both are put into words."""
