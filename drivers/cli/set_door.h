// SetDoor: through which every command opens compiled sets, plain or sealed.
//
// A sealed set is tried with the passphrases that are known already, from the file that
// the operator named or from an earlier answer; then the operator is asked, if there is
// a terminal. One thread.
#ifndef WINNOW_DRIVERS_CLI_SET_DOOR_H_
#define WINNOW_DRIVERS_CLI_SET_DOOR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "hashsets/hash_set.h"
#include "hashsets/sealing/sealed_reader.h"
#include "scanner/supervise/scan_sets.h"

namespace winnow {

// The first bytes of a file, as many as tell the kinds of sets apart; fewer if it has
// no more.
[[nodiscard]] Result<std::vector<std::byte>> head_of(const Fd& fd,
                                                     const std::string& path);

class SetDoor {
 public:
  // `passphrase_file` is "" if none was named; it is read when it is first needed.
  explicit SetDoor(std::string passphrase_file)
      : passphrase_file_(std::move(passphrase_file)) {}

  // The plain set behind `path`. What is not sealed is handed out as it is, whether it
  // is a set or not.
  [[nodiscard]] Result<UnsealedSet> open(const std::string& path);
  [[nodiscard]] Result<HashSet> open_set(const std::string& path);
  [[nodiscard]] Result<ScanSet> open_for_scan(const std::string& path,
                                              SetType declared);

 private:
  Result<UnsealedSet> open_sealed(int fd, const std::string& path);
  Result<UnsealedSet> ask_and_open(int fd, const std::string& path);
  Result<void> read_passphrase_file();

  std::string passphrase_file_;  // "" once it was read
  std::vector<Secret> known_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SET_DOOR_H_
