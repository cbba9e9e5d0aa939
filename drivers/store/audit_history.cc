#include "drivers/store/audit_history.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/digester.h"
#include "base/file.h"
#include "base/text.h"
#include "drivers/store/audit_check.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// Of one log: a log of other bytes must not fill the screen.
constexpr std::size_t kMostLineRemarks = 10;
constexpr std::string_view kOldLog = ".jsonl.old";
constexpr std::string_view kOldHead = ".head.old";

// ---- lines ----

// One log, line by line, with what is wrong with it.
class LogReader {
 public:
  LogReader(const std::string& name, const TakeAuditLine& take,
            std::vector<std::string>& remarks)
      : name_(name), take_line_(take), remarks_(remarks) {}

  void read(std::string_view log) {
    while (!log.empty()) {
      const std::size_t end = log.find('\n');
      if (end == std::string_view::npos) break;
      ++number_;
      take(log.substr(0, end));
      log.remove_prefix(end + 1);
    }
    if (damaged_ > kMostLineRemarks) {
      remarks_.push_back(name_ + ": and " + grouped(damaged_ - kMostLineRemarks) +
                         " lines more like these");
    }
  }
  [[nodiscard]] std::size_t damaged() const { return damaged_; }

 private:
  void remark(const std::string& what) {
    if (++damaged_ > kMostLineRemarks) return;
    remarks_.push_back(name_ + ": line " + grouped(number_) + " " + what);
  }

  void take(std::string_view text) {
    const auto line = parse_audit_line(text);
    if (!line) {
      follows_damage_ = true;
      return remark("was changed: what it said is not known");
    }
    if (!chain_.take(text).empty()) {
      // The line behind a damaged one cannot follow from it.
      if (!follows_damage_) remark("does not follow from the line before it");
      chain_ = AuditChain({line->seq, line->hash});
    }
    follows_damage_ = false;
    take_line_(*line);
  }

  const std::string& name_;
  const TakeAuditLine& take_line_;
  std::vector<std::string>& remarks_;
  AuditChain chain_;
  std::uint64_t number_ = 0;
  std::size_t damaged_ = 0;
  bool follows_damage_ = false;
};

// ---- logs that were set aside ----

// The number of a file that was set aside: of "audit.12.jsonl.old" 12.
std::optional<unsigned> number_of(const std::string& name, std::string_view ending) {
  constexpr std::string_view kStart = "audit.";
  if (!name.starts_with(kStart) || !name.ends_with(ending)) return std::nullopt;
  const char* const first = name.data() + kStart.size();
  const char* const last = name.data() + (name.size() - ending.size());
  unsigned number = 0;
  if (first >= last) return std::nullopt;
  const auto [end, error] = std::from_chars(first, last, number);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}

std::string name_of(unsigned number, std::string_view ending) {
  return "audit." + std::to_string(number) + std::string(ending);
}

struct OldFiles {
  std::set<unsigned> logs;
  std::set<unsigned> heads;
};

Result<OldFiles> old_files(const std::string& case_path) {
  OldFiles old;
  std::error_code error;
  for (fs::directory_iterator it(case_path, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (const auto number = number_of(name, kOldLog)) old.logs.insert(*number);
    if (const auto number = number_of(name, kOldHead)) old.heads.insert(*number);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return fault_from_errno(error.value(), "cannot be listed", case_path);
  }
  return old;
}

// What a log says of the one that it was begun in place of.
struct SetAside {
  std::string name;
  std::string sha256;  // "" if an earlier version set it aside
  std::string fault;
};

std::optional<SetAside> set_aside_before(std::string_view log) {
  const auto first = parse_audit_line(log.substr(0, log.find('\n')));
  if (!first || first->what.event != "log_set_aside") return std::nullopt;
  const auto said = [&first](std::string_view key) {
    const std::string* const text = detail_of(first->what, key);
    return text == nullptr ? "" : *text;
  };
  return SetAside{first->what.object, said("sha256"), said("fault")};
}

// The log as it was set aside; why it is not to be had otherwise.
Result<std::string> text_of(const std::string& case_path, const SetAside& named) {
  const auto fault = [&](FaultKind kind, const std::string& what) {
    return Fault{kind, what + ": what it said is not known", named.name, std::nullopt};
  };
  if (number_of(named.name, kOldHead)) {
    return fault(FaultKind::missing, "the log that it tells of is missing");
  }
  if (!number_of(named.name, kOldLog)) {  // all of it was gone, its head too
    return fault(FaultKind::missing, "was damaged before (" + named.fault + ")");
  }
  auto text = read_whole_file(case_path + "/" + named.name, kMaxAuditLogBytes);
  if (!text && text.error().kind == FaultKind::missing) {
    return fault(FaultKind::missing, "is missing, though it was set aside");
  }
  if (!text) return fault(text.error().kind, text.error().what);
  if (named.sha256.empty()) {
    return fault(FaultKind::malformed,
                 "was set aside by an earlier version, which did not note its SHA-256");
  }
  if (digest_of(Algorithm::sha256, bytes_of(*text)).hex() != named.sha256) {
    return fault(FaultKind::malformed, "is not the log that was set aside");
  }
  return text;
}

void remark_unnamed(const OldFiles& old, const std::set<std::string>& named,
                    AuditHistory& history) {
  for (const unsigned number : old.logs) {
    const std::string name = name_of(number, kOldLog);
    if (named.count(name) != 0) continue;
    history.faults.push_back(
        name +
        ": no later log of this case names it as one that was set aside: what it says "
        "does not count; move it out of the case, and keep it for those who look into "
        "it");
  }
  for (const unsigned number : old.heads) {
    const std::string name = name_of(number, kOldHead);
    if (old.logs.count(number) != 0 || named.count(name) != 0 ||
        named.count(name_of(number, kOldLog)) != 0) {
      continue;
    }
    history.faults.push_back(
        name + ": the log that it tells of is missing: what it said is not known");
  }
}

}  // namespace

Result<AuditHistory> read_audit_history(const std::string& case_path) {
  // Listed first: what is set aside meanwhile is then named by the log that is read.
  const auto listed = old_files(case_path);
  if (!listed) return listed.error();
  auto files = read_audit_files(case_path);
  if (!files) return std::move(files).error();
  AuditHistory history{std::move(*files), {}, {}};
  std::set<std::string> named;
  auto before = set_aside_before(history.files.log);
  while (before && named.insert(before->name).second) {
    auto text = text_of(case_path, *before);
    if (!text) {
      history.faults.push_back(text.error().place + ": " + text.error().what);
      break;
    }
    auto next = set_aside_before(*text);
    history.old.push_back({before->name, std::move(*text), before->fault});
    before = std::move(next);
  }
  std::reverse(history.old.begin(), history.old.end());
  remark_unnamed(*listed, named, history);
  return history;
}

std::size_t read_audit_lines(const std::string& name, std::string_view log,
                             const TakeAuditLine& take,
                             std::vector<std::string>& remarks) {
  LogReader reader(name, take, remarks);
  reader.read(log);
  return reader.damaged();
}

void read_old_audit_log(const OldAuditLog& old, const TakeAuditLine& take,
                        std::vector<std::string>& remarks) {
  const std::size_t damaged = read_audit_lines(old.name, old.text, take, remarks);
  if (!old.text.empty() && old.text.back() != '\n') {
    remarks.push_back(old.name + ": its last line is cut off");
  } else if (damaged == 0) {
    remarks.push_back(old.name + ": was set aside as damaged (" + old.fault + ")");
  }
}

bool is_without_audit_log(const AuditFiles& files) {
  return files.check.fault.empty() && files.check.head.count == 0;
}

}  // namespace winnow
