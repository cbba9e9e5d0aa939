// report.html: the whole report as one page. Pure.
#ifndef WINNOW_DRIVERS_REPORT_REPORT_HTML_H_
#define WINNOW_DRIVERS_REPORT_REPORT_HTML_H_

#include <string>

#include "drivers/report/report_facts.h"

namespace winnow {

[[nodiscard]] std::string report_html(const ReportFacts& facts);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_REPORT_HTML_H_
