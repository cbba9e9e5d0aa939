// NewFolder: a folder that is there whole or not at all.
//
// It is filled under the name PATH.part and takes its own at the end, never in the
// place of anything. Without commit() all of it goes with the object; what a program
// that was killed left under that name is for a person to remove.
#ifndef WINNOW_DRIVERS_STORE_NEW_FOLDER_H_
#define WINNOW_DRIVERS_STORE_NEW_FOLDER_H_

#include <cstdint>
#include <string>
#include <utility>

#include "base/result.h"

namespace winnow {

class NewFolder {
 public:
  // A Fault if there is something at `path`; `option` is how it was named.
  [[nodiscard]] static Result<NewFolder> begin(const std::string& path,
                                               const std::string& option);
  NewFolder(NewFolder&& other) noexcept;
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder();

  // Where it is filled.
  [[nodiscard]] const std::string& part() const { return part_; }
  [[nodiscard]] Result<void> commit();

 private:
  NewFolder(std::string path, std::string option)
      : path_(std::move(path)), part_(path_ + ".part"), option_(std::move(option)) {}

  std::string path_;
  std::string part_;  // "" once it is not ours
  std::string option_;
};

// The two steps of making something new: a Fault if there is anything at `path`, and
// `part` takes that name, never in the place of anything. `option` is how it was named.
[[nodiscard]] Result<void> check_nothing_at(const std::string& path,
                                            const std::string& option);
[[nodiscard]] Result<void> take_new_name(const std::string& part,
                                         const std::string& path,
                                         const std::string& option);
// That `part`, where it is made, is there already.
[[nodiscard]] Fault part_is_there(const std::string& part, const std::string& option);

struct CopiedFile {
  std::uint64_t bytes = 0;
  std::string sha256;
};
// Copies a file as far as it goes at this moment, and brings the copy to the disk. The
// folders that `to` lies in below `folder` are made.
[[nodiscard]] Result<CopiedFile> copy_file_into(const std::string& folder,
                                                const std::string& to,
                                                const std::string& from);
// The digest alone.
[[nodiscard]] Result<std::string> sha256_of_file(const std::string& path);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_NEW_FOLDER_H_
