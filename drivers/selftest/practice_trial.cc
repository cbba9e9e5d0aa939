#include "drivers/selftest/practice_trial.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "drivers/selftest/command_run.h"
#include "drivers/selftest/practice_answers.h"
#include "drivers/store/new_folder.h"
#include "hashsets/hash_set.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostTextBytes = std::uint64_t{16} << 20;
constexpr int kNotComplete = 3;  // exit status of a scan
constexpr char kPassphrase[] = "practice makes perfect\n";
constexpr char kOtherPassphrase[] = "practice makes nothing\n";
// An MD5 that no file of the list has.
constexpr char kUnlisted[] = "00112233445566778899aabbccddeeff";

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

class PracticeTrial {
 public:
  PracticeTrial(std::string program, std::string folder,
                const std::vector<PracticeFile>& files, SelftestChecks& checks)
      : program_(std::move(program)),
        folder_(std::move(folder)),
        files_(files),
        checks_(checks) {}

  // Stops at the first fault, and where what follows would rest on what failed.
  Result<void> run() {
    using Step = Result<bool> (PracticeTrial::*)();
    for (const Step step :
         {&PracticeTrial::read_expected, &PracticeTrial::learn, &PracticeTrial::compile,
          &PracticeTrial::seal, &PracticeTrial::scan, &PracticeTrial::ask,
          &PracticeTrial::scan_again, &PracticeTrial::rebuild,
          &PracticeTrial::find_change}) {
      const auto done = (this->*step)();
      if (!done) return done.error();
      if (!*done) break;
    }
    look_at_exhibits();
    return {};
  }

 private:
  [[nodiscard]] std::string in_folder(const std::string& name) const {
    return folder_ + "/" + name;
  }

  // A command, which must end with `status`. What it printed counts for nothing if it
  // could not run at all.
  Result<std::optional<std::string>> command(const std::string& what, int status,
                                             std::vector<std::string> words) {
    words.insert(words.begin(), program_);
    auto answer = run_command(words, folder_);
    if (!answer) return std::move(answer).error();
    const std::string came =
        "status " + std::to_string(answer->status) +
        (answer->err.empty() ? "" : ": " + first_line(answer->err));
    checks_.holds(what, answer->status == status, "status " + std::to_string(status),
                  came);
    constexpr int kCouldNotRun = 2;
    if (answer->status != status && answer->status >= kCouldNotRun &&
        answer->status != kNotComplete) {
      return std::optional<std::string>();
    }
    return std::optional(std::move(answer->out));
  }

  Result<bool> read_expected() {
    for (const auto& [name, table] :
         {std::pair(kPracticeFindings, &expected_.findings),
          std::pair(kPracticeProblems, &expected_.problems)}) {
      const auto text = read_whole_file(in_folder(name), kMostTextBytes);
      if (!text) return text.error();
      auto parsed = parse_practice_table(name, *text);
      if (!parsed) return std::move(parsed).error();
      *table = std::move(*parsed);
    }
    for (const PracticeFile& file : files_) {
      const auto* const end = std::end(kPracticeDevices);
      if (std::find(std::begin(kPracticeDevices), end, file.name) != end) {
        expected_.sizes[file.name] = file.size;
      }
      if (file.name.starts_with(kPracticeReference)) listed_.push_back(file);
    }
    return true;
  }

  // Which entry of the learned set is which file; the set's own look-up says so.
  Result<bool> look_up() {
    auto fd = open_read_only(set_);
    if (!fd) return std::move(fd).error();
    const auto learned = HashSet::open(fd->get(), set_);
    if (!checks_.holds("the learned set", learned.has_value(), "a set",
                       learned ? "" : learned.error().line())) {
      return false;
    }
    checks_.equal("entries of the learned set", listed_.size(), learned->entry_count());
    for (const PracticeFile& file : listed_) {
      const auto digest = parse_digest(file.sha256);
      const auto entry = digest ? learned->find(*digest)
                                : Result<std::optional<std::uint32_t>>(std::nullopt);
      const bool is_found = entry && entry->has_value();
      checks_.holds("look-up of " + file.name + " in the learned set", is_found,
                    "an entry", entry ? "none" : entry.error().line());
      if (is_found) expected_.entry_of[file.sha256] = std::to_string(**entry);
    }
    const auto none = learned->find(*parse_digest(kUnlisted));
    checks_.holds("look-up of what is not listed", none && !none->has_value(), "none",
                  none ? "an entry" : none.error().line());
    return true;
  }

  Result<bool> learn() {
    const auto learned = command("winnow hashset learn", 0,
                                 {"hashset", "learn", set_,
                                  in_folder(kPracticeReference), "--name", "practice"});
    if (!learned) return learned.error();
    if (!*learned) return false;
    return look_up();
  }

  // The MD5 of each line of the list of listed files.
  Result<std::vector<std::string>> listed_md5() {
    const auto text = read_whole_file(in_folder(kPracticeList), kMostTextBytes);
    if (!text) return text.error();
    constexpr std::size_t kMd5Digits = 32;
    std::vector<std::string> digests;
    for (const std::string& line : lines_of(*text)) {
      digests.push_back(line.substr(0, kMd5Digits));
    }
    return digests;
  }

  // A list as md5sum writes it, compiled, and asked for each of its lines.
  Result<bool> compile() {
    const std::string set = in_folder("compiled.wset");
    const auto built = command("winnow hashset build", 0,
                               {"hashset", "build", set, in_folder(kPracticeList),
                                "--name", "practice list", "--type", "notable"});
    if (!built) return built.error();
    if (!*built) return false;
    return look_up_all("a compiled list", {"hashset", "check", set});
  }

  // Everything that is listed, and something that is not.
  Result<bool> look_up_all(const std::string& what, std::vector<std::string> words) {
    auto values = listed_md5();
    if (!values) return std::move(values).error();
    values->emplace_back(kUnlisted);
    words.insert(words.end(), values->begin(), values->end());
    const auto out = command("winnow hashset check of " + what, 0, std::move(words));
    if (!out) return out.error();
    if (!*out) return false;
    const std::vector<std::string> came = lines_of(**out);
    for (std::size_t i = 0; i < values->size(); ++i) {
      const bool is_listed = (*values)[i] != kUnlisted;
      // "VALUE: listed in SET by md5 as entry 3", "VALUE: not listed in SET".
      const std::string line = i < came.size() ? came[i] : "";
      checks_.equal("look-up in " + what,
                    (*values)[i] + (is_listed ? ": listed" : ": not listed"),
                    line.substr(0, line.find(" in ")));
    }
    return true;
  }

  // Sealing reads and checks every byte of the plain set.
  Result<bool> seal() {
    for (const auto& [name, text] : {std::pair("passphrase", kPassphrase),
                                     std::pair("other-passphrase", kOtherPassphrase)}) {
      auto put = replace_file(in_folder(name), bytes_of(text));
      if (!put) return std::move(put).error();
    }
    const auto sealed = command("winnow hashset seal", 0,
                                {"hashset", "seal", set_, sealed_, "--passphrase-file",
                                 in_folder("passphrase")});
    if (!sealed) return sealed.error();
    if (!*sealed) return false;
    const auto refused = command("a sealed set with another passphrase", 2,
                                 {"hashset", "check", sealed_, kUnlisted,
                                  "--passphrase-file", in_folder("other-passphrase")});
    if (!refused) return refused.error();
    return look_up_all("a sealed set", {"hashset", "check", sealed_,
                                        "--passphrase-file", in_folder("passphrase")});
  }

  Result<bool> scan_with(const std::string& what, const std::string& case_name,
                         std::vector<std::string> options) {
    std::vector<std::string> words = {"scan", "--case", in_folder(case_name), "--json"};
    for (const char* name : kPracticeDevices) words.push_back(in_folder(name));
    words.insert(words.end(), options.begin(), options.end());
    // 1: a listed file was met.
    const auto out = command(what, 1, std::move(words));
    if (!out) return out.error();
    return out->has_value();
  }

  Result<bool> scan() { return scan_with("winnow scan", "case", {"--hashset", set_}); }

  Result<std::string> answer(const std::string& name, const std::string& case_name) {
    auto out = command("winnow " + name + " of " + case_name, 0,
                       {name, "--json", "--case", in_folder(case_name)});
    if (!out) return std::move(out).error();
    return out->value_or("");
  }

  Result<bool> ask() {
    auto findings = answer("findings", "case");
    if (!findings) return std::move(findings).error();
    auto coverage = answer("coverage", "case");
    if (!coverage) return std::move(coverage).error();
    const auto order = answer("rank", "case");
    if (!order) return order.error();
    check_findings(expected_, *findings, checks_);
    check_coverage(expected_, *coverage, checks_);
    check_ranking(*order, checks_);
    findings_ = std::move(*findings);
    coverage_ = std::move(*coverage);
    return true;
  }

  Result<bool> compare_answers(const std::string& what, const std::string& case_name) {
    const auto findings = answer("findings", case_name);
    if (!findings) return findings.error();
    const auto coverage = answer("coverage", case_name);
    if (!coverage) return coverage.error();
    checks_.holds("findings " + what, *findings == findings_, "the same bytes",
                  "others");
    checks_.holds("coverage " + what, *coverage == coverage_, "the same bytes",
                  "others");
    return true;
  }

  // One thread, the sealed set: the same answers.
  Result<bool> scan_again() {
    const auto scanned =
        scan_with("winnow scan with the sealed set and one thread", "second-case",
                  {"--hashset", sealed_, "--passphrase-file", in_folder("passphrase"),
                   "--threads", "1"});
    if (!scanned) return scanned.error();
    if (!*scanned) return false;
    return compare_answers("of a scan with one thread", "second-case");
  }

  Result<bool> rebuild() {
    const auto verified =
        command("winnow verify", 0, {"verify", "--case", in_folder("case")});
    if (!verified) return verified.error();
    const auto rebuilt = command("winnow verify --rebuild", 0,
                                 {"verify", "--rebuild", "--case", in_folder("case")});
    if (!rebuilt) return rebuilt.error();
    return compare_answers("made again from the journals", "case");
  }

  // One bit of a copy's record: it must not go unseen.
  Result<bool> find_change_of(const std::string& name, const std::string& path) {
    auto text = read_whole_file(path, kMostTextBytes);
    if (!text) return std::move(text).error();
    if (!checks_.holds(name + " to be changed", !text->empty(), "bytes", "none")) {
      return true;
    }
    std::string changed = *text;
    char& byte = changed[changed.size() / 2];
    byte = static_cast<char>(byte ^ 1);
    auto put = replace_file(path, bytes_of(changed));
    if (!put) return std::move(put).error();
    const auto found = command("winnow verify of " + name + " with a changed byte", 2,
                               {"verify", "--case", in_folder("second-case")});
    if (!found) return found.error();
    put = replace_file(path, bytes_of(*text));
    if (!put) return std::move(put).error();
    return true;
  }

  Result<bool> find_change() {
    const auto log =
        find_change_of("an audit log", in_folder("second-case/audit.jsonl"));
    if (!log) return log;
    std::error_code error;
    std::vector<std::string> journals;
    for (fs::directory_iterator at(in_folder("second-case/journal"), error), end;
         !error && at != end; at.increment(error)) {
      journals.push_back(at->path().string());
    }
    checks_.equal("journals of a case", std::size(kPracticeDevices), journals.size());
    if (journals.empty()) return true;
    return find_change_of("a journal",
                          *std::min_element(journals.begin(), journals.end()));
  }

  // After all of it, they are the bytes that the program carries.
  void look_at_exhibits() {
    for (const PracticeFile& file : files_) {
      const auto sha256 = sha256_of_file(in_folder(file.name));
      checks_.equal("SHA-256 of " + file.name, file.sha256,
                    sha256 ? *sha256 : sha256.error().line());
    }
  }

  std::string program_;
  std::string folder_;
  const std::vector<PracticeFile>& files_;
  SelftestChecks& checks_;
  std::string set_ = folder_ + "/learned.wset";
  std::string sealed_ = folder_ + "/sealed.wset";
  std::vector<PracticeFile> listed_;
  ExpectedAnswers expected_;
  std::string findings_;  // of the first scan
  std::string coverage_;
};

}  // namespace

Result<void> check_practice_trial(const std::string& program, const std::string& folder,
                                  const std::vector<PracticeFile>& files,
                                  SelftestChecks& checks) {
  return PracticeTrial(program, folder, files, checks).run();
}

}  // namespace winnow
