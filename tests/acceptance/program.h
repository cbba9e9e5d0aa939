// Running programs and reading what they print, as a person or a script would.
#ifndef WINNOW_TESTS_ACCEPTANCE_PROGRAM_H_
#define WINNOW_TESTS_ACCEPTANCE_PROGRAM_H_

#include <rapidjson/document.h>

#include <map>
#include <string>
#include <vector>

namespace winnow::test {

struct Ran {
  int status = -1;  // exit status; 128 + number for a signal
  std::string out;
  std::string err;
};

// Runs argv[0] (found through PATH) and waits for it; no standard input.
[[nodiscard]] Ran run(const std::vector<std::string>& argv);
// The same with the winnow program of this build in front.
[[nodiscard]] Ran winnow(std::vector<std::string> arguments);
// A copy of the winnow program in `folder`, beside another child in the place of its
// own; its path.
[[nodiscard]] std::string winnow_with_worker(const std::string& folder,
                                             const std::string& worker);
// Whether a program can be found through PATH.
[[nodiscard]] bool has_program(const std::string& name);

// One line of `winnow findings --json`, as far as tests ask for it.
struct Found {
  std::string exhibit;
  std::string path;
  std::string md5;
  std::string kind;
  bool allocated = false;
};
[[nodiscard]] std::vector<Found> parse_findings(const std::string& json_lines);

// `winnow coverage --json`, by exhibit.
[[nodiscard]] rapidjson::Document parse_json(const std::string& text);

[[nodiscard]] std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);
// Lower-case SHA-256 of a file.
[[nodiscard]] std::string sha256_of_file(const std::string& path);

// The rows of a tab-separated file with a header line, as maps from column to text.
[[nodiscard]] std::vector<std::map<std::string, std::string>> read_table(
    const std::string& path);

}  // namespace winnow::test

#endif  // WINNOW_TESTS_ACCEPTANCE_PROGRAM_H_
