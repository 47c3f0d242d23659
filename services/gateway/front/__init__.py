"""The few readable pages of the API itself: the reference."""

TITLE = "少数民族科技骨干特培申报系统"
