// The practice exhibits that the program carries: three devices, the listed files, and
// the lists of what must be met on the devices.
//
// They are made when the program is built (bench/practice/selftest_exhibits.h), and not
// when a self-test runs. So a self-test needs no program that makes file systems and no
// rights, and the exhibits are the same bytes on every machine that has this build:
// each file's SHA-256 goes with it, as one more known answer. The JPEG files in it are
// those of the libjpeg at hand when it was built; whatever another version would make
// of them does not matter.
//
//   pack   = "WNPRACT1" files:u32le file*
//   file   = name:text sha256:text size:u64le pieces:u32le piece*
//   text   = length:u16le byte*
//   piece  = offset:u64le length:u32le kind:u8 byte*     kind 0: `length` bytes follow;
//                                          1: one byte follows, that is repeated
//   What is in no piece of a file is zero. sha256 is in lower-case hexadecimal.
#ifndef WINNOW_DRIVERS_SELFTEST_PRACTICE_PACK_H_
#define WINNOW_DRIVERS_SELFTEST_PRACTICE_PACK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace winnow {

struct PracticeFile {
  std::string name;  // relative: "laptop.img", "reference/kites.jpg"
  std::uint64_t size = 0;
  std::string sha256;
};

// The pack of this program; there as long as the program runs.
[[nodiscard]] Bytes practice_pack();

// Writes all files of a pack below `folder`, which is there, each under its name only
// once it is whole: what was cut off can be done again. What is zero becomes holes. A
// Fault where another file has the name of one.
[[nodiscard]] Result<std::vector<PracticeFile>> write_practice_files(
    Bytes pack, const std::string& folder);

// Of the files above.
inline constexpr const char* kPracticeDevices[] = {"laptop.img", "phone.img",
                                                   "stick.img"};
inline constexpr char kPracticeReference[] = "reference";     // folder of listed files
inline constexpr char kPracticeList[] = "practice-list.md5";  // the same as a list
inline constexpr char kPracticeFindings[] = "findings.tsv";   // practice_answers.h
inline constexpr char kPracticeProblems[] = "problems.tsv";

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_PRACTICE_PACK_H_
