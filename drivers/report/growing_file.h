// GrowingFile: a new file, written piece by piece and digested on the way, so that no
// answer has to be in memory whole.
#ifndef WINNOW_DRIVERS_REPORT_GROWING_FILE_H_
#define WINNOW_DRIVERS_REPORT_GROWING_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/digester.h"
#include "base/file.h"
#include "base/result.h"
#include "drivers/store/manifest.h"

namespace winnow {

class GrowingFile {
 public:
  // A Fault if the folder holds one of that name.
  [[nodiscard]] static Result<GrowingFile> begin(const std::string& folder,
                                                 const std::string& name);
  void put(std::string_view text);
  // Once, behind the last piece: brings the file to the disk. The fault of any put().
  [[nodiscard]] Result<ManifestLine> end();

 private:
  GrowingFile(Fd fd, std::string folder, std::string name);
  void write_out();

  Fd fd_;
  std::string path_;
  std::string name_;
  std::string waiting_;  // to be written
  Digester digester_;
  std::optional<Fault> fault_;
};

// A whole file at once.
[[nodiscard]] Result<ManifestLine> write_new_file(const std::string& folder,
                                                  const std::string& name,
                                                  std::string_view text);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_GROWING_FILE_H_
