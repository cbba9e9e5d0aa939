// TrainingDesk: the guided first run, on the page. A step counts when the case's record
// shows that it happened, under the name of who is trained: what is only to be read is
// taken on trust. Of a case that is not the practice none is taken. Any thread.
#ifndef WINNOW_DRIVERS_WEB_TRAINING_DESK_H_
#define WINNOW_DRIVERS_WEB_TRAINING_DESK_H_

#include <mutex>
#include <string>

#include "drivers/web/case_snapshot.h"
#include "drivers/web/case_watch.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

// What the record lacks before the step can be taken for done, in words; "" if nothing.
[[nodiscard]] std::string lacking_for(const std::string& step, const std::string& name,
                                      const CaseSnapshot& snapshot);

class TrainingDesk {
 public:
  TrainingDesk(CaseWatch& watch, bool is_practice)
      : watch_(watch), is_practice_(is_practice) {}

  // The answers to GET and POST api/training.
  [[nodiscard]] WebAnswer show(const std::string& name);
  [[nodiscard]] WebAnswer take(const std::string& body);

 private:
  CaseWatch& watch_;
  bool is_practice_;
  std::mutex mutex_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_TRAINING_DESK_H_
