// SeenBoards: the board as each viewer saw it last, so that the page can say what is
// other since.
//
// Kept outside of the case, in the folder of the user's state: whoever looks changes
// nothing on record. One small file for each case and viewer, replaced as a whole. Any
// thread.
#ifndef WINNOW_DRIVERS_WEB_SEEN_BOARDS_H_
#define WINNOW_DRIVERS_WEB_SEEN_BOARDS_H_

#include <mutex>
#include <string>

#include "base/result.h"
#include "drivers/web/board_json.h"
#include "drivers/web/case_snapshot.h"

namespace winnow {

class SeenBoards {
 public:
  // Below `state_folder`; "" keeps nothing.
  SeenBoards(std::string state_folder, const std::string& case_path);

  [[nodiscard]] Result<void> mark(const std::string& viewer,
                                  const CaseSnapshot& snapshot);
  // Nothing for a viewer who never marked the board as seen. A file that cannot be
  // understood counts as none.
  [[nodiscard]] ChangesByRef changes(const std::string& viewer,
                                     const CaseSnapshot& snapshot) const;

 private:
  [[nodiscard]] std::string file_of(const std::string& viewer) const;

  std::string folder_;
  std::string case_path_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SEEN_BOARDS_H_
