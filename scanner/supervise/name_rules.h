// NameRules: names of files and folders that make a device worth a look before any
// content is read. Data, not code: a list is shipped (name_rules.txt), and a force
// brings its own with --indications.
//
//   list  = "winnow-indications 1"  line*        UTF-8; LF or CR LF; 1 MiB at most
//   line  = "" | "#" remark | rule
//   rule  = id "|" ("file" | "folder") "|" pattern "|" words      blanks around each
//   id    = 1 to 40 of a-z 0-9 -                 each once in a list
//   words = what the name hints at, in plain words, 100 bytes at most
//   pattern = part ("/" part)*                   200 bytes at most
//   part  = a name; * stands for any characters, ? for any one, never for "/"
//
// A pattern of "file" is held against the end of a path: the file's own name and the
// folders right above it. One of "folder" is held against folders alone, wherever in
// the path they stand. Capital letters are as good as small ones (base/fold_case.h).
// The first part of a path is the volume, and belongs to no name.
//
// Plain values; any thread.
#ifndef WINNOW_SCANNER_SUPERVISE_NAME_RULES_H_
#define WINNOW_SCANNER_SUPERVISE_NAME_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace winnow {

enum class NameOf : std::uint8_t { file, folder };

struct NameRule {
  std::string id;
  NameOf of = NameOf::file;
  std::vector<std::string> parts;  // of the pattern, folded
  std::string words;
};

class NameRules {
 public:
  NameRules() = default;  // none
  // `place` names the list in faults, which tell the line and what to do about it.
  [[nodiscard]] static Result<NameRules> parse(std::string_view text,
                                               const std::string& place);

  [[nodiscard]] const std::vector<NameRule>& rules() const { return rules_; }
  // SHA-256, in hexadecimal, of the rules without remarks and blanks; "" of none. Other
  // rules give other findings, and have another id.
  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  std::vector<NameRule> rules_;
  std::string id_;
};

[[nodiscard]] Result<NameRules> read_name_rules(const std::string& path);
// The shipped list's text.
[[nodiscard]] std::string_view shipped_name_rules();

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_NAME_RULES_H_
