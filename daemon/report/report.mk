# report: what a report is; knows base
LIB_REPORT := $(B)/daemon/report.a
$(LIB_REPORT): $(call objects,daemon/report)
# Its loops look at every character of a document, most of them many times: a tenth of the time of all.
$(call objects,daemon/report): OPT = -O3 -g
