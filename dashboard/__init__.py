"""BlinaBoard: what one systematic review reports about blinatumomab in childhood leukaemia, and what it does not."""
