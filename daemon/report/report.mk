# report: what a report is; knows base
LIB_REPORT := $(B)/daemon/report.a
$(LIB_REPORT): $(call objects,daemon/report)
