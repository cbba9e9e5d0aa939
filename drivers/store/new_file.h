// NewFile: a file that is there whole or not at all, written in a stream.
//
// It is filled under the name PATH.part and takes its own at the end, never in the
// place of anything. Without commit() it goes with the object; what a program that was
// killed left under that name is for a person to remove.
//
// One thread at a time.
#ifndef WINNOW_DRIVERS_STORE_NEW_FILE_H_
#define WINNOW_DRIVERS_STORE_NEW_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digester.h"
#include "base/file.h"
#include "base/result.h"

namespace winnow {

class NewFile {
 public:
  // A Fault if there is something at `path`; `option` is how it was named.
  [[nodiscard]] static Result<NewFile> begin(const std::string& path,
                                             const std::string& option);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  // After a fault, which check() tells and seal() too, nothing more is written.
  void put(std::string_view text);
  [[nodiscard]] Result<void> check() const;
  // Brings all of it to the disk, still under the other name; its size and digest.
  struct Sealed {
    std::uint64_t bytes = 0;
    std::string sha256;  // lower-case hexadecimal
  };
  [[nodiscard]] Result<Sealed> seal();
  // Takes its name; after seal().
  [[nodiscard]] Result<void> commit();

 private:
  NewFile(Fd fd, std::string path, std::string part, std::string option);
  void write_out();

  Fd fd_;
  std::string path_;
  std::string part_;  // "" once it is not ours
  std::string option_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
  Digester digester_;
  std::optional<Fault> fault_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_NEW_FILE_H_
