// DecisionDesk: puts on record what people decide on the page, through the very judges
// that the commands ask. Any thread; one decision at a time.
#ifndef WINNOW_DRIVERS_WEB_DECISION_DESK_H_
#define WINNOW_DRIVERS_WEB_DECISION_DESK_H_

#include <functional>
#include <mutex>
#include <string>

#include "drivers/cases/judges.h"
#include "drivers/web/case_watch.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

class DecisionDesk {
 public:
  DecisionDesk(std::string case_path, CaseWatch& watch);

  // The answers to POST api/intake, api/disposition and api/review.
  [[nodiscard]] WebAnswer intake(const std::string& body);
  [[nodiscard]] WebAnswer disposition(const std::string& body);
  [[nodiscard]] WebAnswer review(const std::string& body);
  // To POST api/glimpse: the one picture, blurred and grey, when it is on record that
  // it is looked at. Takes as long as the exhibit's inventory; decisions do not wait.
  [[nodiscard]] WebAnswer glimpse(const std::string& body);

 private:
  [[nodiscard]] WebAnswer put(DecisionCase& of, const std::string& by,
                              const Judge& judge);

  std::string case_path_;
  CaseWatch& watch_;
  std::mutex mutex_;  // one decision at a time: the log's lock is between programs
  std::mutex viewing_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_DECISION_DESK_H_
