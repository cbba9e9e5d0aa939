#include "drivers/store/audit_log.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <span>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "drivers/store/case_folder.h"
#include "drivers/store/case_versions.h"
#include "drivers/store/new_folder.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::uint64_t kMaxHeadBytes = 4096;

std::string log_path(const std::string& case_path) {
  return case_path + "/audit.jsonl";
}

std::string head_path(const std::string& case_path) {
  return case_path + "/audit.head";
}

bool is_there(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

std::string now_text() {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
  const std::int64_t seconds = since >= 0 ? since / 1000 : 0;
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ",
                static_cast<int>(since >= 0 ? since % 1000 : 0));
  // A clock beyond the calendar is shown at its end.
  std::string text = utc_text({seconds, 0}).value_or("9999-12-31T23:59:59Z");
  text.pop_back();
  return text + fraction.data();
}

// A random UUID (RFC 9562, version 4).
std::string new_run_id() {
  std::array<std::byte, 16> bytes{};
  if (::getentropy(bytes.data(), bytes.size()) != 0) return {};
  bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};
  std::string text = to_hex(bytes);
  for (const std::size_t place : {20u, 16u, 12u, 8u}) text.insert(place, 1, '-');
  return text;
}

std::string fitted(const std::string& raw) {
  std::string text = printable_utf8(raw);
  if (text.size() <= kMaxAuditTextBytes) return text;
  std::size_t end = kMaxAuditTextBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  const std::string total = grouped(text.size());
  text.resize(end);
  return text + "... (cut here; " + total + " bytes in all)";
}

AuditEvent fitted(const AuditEvent& raw) {
  AuditEvent event{fitted(raw.event), fitted(raw.object), fitted(raw.outcome), {}};
  for (const auto& [key, value] : raw.detail) {
    event.detail.emplace_back(fitted(key), fitted(value));
  }
  return event;
}

Result<std::optional<std::string>> read_if_there(const std::string& path,
                                                 std::uint64_t limit) {
  auto text = read_whole_file(path, limit);
  if (text) return std::optional(std::move(*text));
  if (text.error().kind == FaultKind::missing) return std::optional<std::string>();
  return std::move(text).error();
}

// Gives the new name of the log, or of its head where the log was gone; the old name if
// there is nothing left to keep.
Result<std::string> set_aside(const std::string& case_path) {
  if (!is_there(log_path(case_path)) && !is_there(head_path(case_path))) {
    return std::string("audit.jsonl");
  }
  for (int number = 1;; ++number) {
    const std::string name = "audit." + std::to_string(number);
    const std::string old_log = name + ".jsonl.old";
    const std::string old_head = name + ".head.old";
    if (is_there(case_path + "/" + old_log) || is_there(case_path + "/" + old_head)) {
      continue;
    }
    const bool has_log = is_there(log_path(case_path));
    // The head first: cut off in between, what is left still does not pass for whole.
    for (const auto& [from, to] :
         {std::pair(head_path(case_path), old_head), {log_path(case_path), old_log}}) {
      if (!is_there(from)) continue;
      if (::rename(from.c_str(), (case_path + "/" + to).c_str()) != 0) {
        return fault_from_errno(errno, "cannot be set aside", from);
      }
    }
    return has_log ? old_log : old_head;
  }
}

// Of the file that set_aside() gives the new name of; "" if there is nothing to keep.
Result<std::string> sha256_of_damaged(const std::string& case_path) {
  for (const std::string& path : {log_path(case_path), head_path(case_path)}) {
    if (is_there(path)) return sha256_of_file(path);
  }
  return std::string();
}

// Of the files in it: that they are there at all after a power cut.
Result<void> sync_folder(const std::string& path) {
  const auto folder = open_read_only(path);
  if (!folder) return folder.error();
  if (::fsync(folder->get()) != 0) {
    return fault_from_errno(errno, "cannot be written", path);
  }
  return {};
}

// The log's lock: until the descriptor goes. None without a folder.
Result<Fd> lock_log(const std::string& case_path, int how) {
  auto folder = open_read_only(case_path);
  if (!folder) return folder;
  while (::flock(folder->get(), how) != 0) {
    if (errno != EINTR) {
      return fault_from_errno(errno, "its audit log cannot be locked", case_path);
    }
  }
  return folder;
}

Fault of_later_format(std::uint64_t format, const std::string& path) {
  return newer_version("audit log format", static_cast<std::int64_t>(format),
                       kAuditFormat, path);
}

Result<AuditFiles> read_files(const std::string& case_path) {
  AuditFiles files;
  auto head = read_if_there(head_path(case_path), kMaxHeadBytes);
  auto log = read_if_there(log_path(case_path), kMaxAuditLogBytes);
  for (const auto* text : {&head, &log}) {
    if (*text) continue;
    if (text->error().kind != FaultKind::too_big) return text->error();
    files.exist = true;
    files.check.fault =
        (text == &log ? "audit.jsonl: " : "audit.head: ") + text->error().what;
    return files;
  }
  files.exist = log->has_value() || head->has_value();
  files.log = log->value_or("");
  if (const auto format = later_audit_format(files.log)) {
    return of_later_format(*format, log_path(case_path));
  }
  files.check = check_audit_log(files.log, *head);
  if (!log->has_value() && head->has_value()) {
    files.check.fault = "audit.jsonl: is missing, but audit.head is there";
  }
  return files;
}

// That a log which is sound by itself is not another one than that of which this
// program knows an event: others may have set that aside, which its first event says.
std::string fault_of_change(const AuditFiles& files, const AuditHead& known) {
  if (known.count == 0 || find_noted_head(files.log, {known.count, known.hash})) {
    return "";
  }
  const auto first =
      parse_audit_line(std::string_view(files.log).substr(0, files.log.find('\n')));
  if (first && first->what.event == "log_set_aside") return "";
  return "audit.jsonl: event " + grouped(known.count) +
         ", which was in it as this program ran, is gone";
}

// Whether that path still names the open file.
bool is_same_file(int fd, const std::string& path) {
  struct ::stat open_file {};
  struct ::stat named {};
  return ::fstat(fd, &open_file) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

// What stands in the log behind its first `from` bytes.
Result<std::string> read_behind(const std::string& path, std::uint64_t from) {
  const auto file = open_read_only(path);
  if (!file) return file.error();
  const auto size = size_of(*file, path);
  if (!size) return size.error();
  if (*size > kMaxAuditLogBytes || *size < from) {
    return Fault{FaultKind::too_big, "is larger than a log may be", path, {}};
  }
  std::string text(*size - from, '\0');
  const auto done =
      read_exactly(file->get(), from,
                   std::as_writable_bytes(std::span(text.data(), text.size())), path);
  if (!done) return done.error();
  return text;
}

// Every scan begins the log before its journal.
bool has_journals(const std::string& case_path) {
  const auto journals = journals_in(case_path);
  return journals && !journals->empty();
}

}  // namespace

Result<void> check_audit_format(const std::string& case_path) {
  const std::string path = log_path(case_path);
  if (!is_there(path)) return {};
  const auto file = open_read_only(path);
  if (!file) return file.error();
  std::array<char, 64> begin{};
  const ssize_t got = ::pread(file->get(), begin.data(), begin.size(), 0);
  if (got < 0) return fault_from_errno(errno, "cannot be read", path);
  const auto format = later_audit_format({begin.data(), static_cast<std::size_t>(got)});
  return format ? Result<void>(of_later_format(*format, path)) : Result<void>();
}

Result<AuditFiles> read_audit_files(const std::string& case_path) {
  const auto lock = lock_log(case_path, LOCK_SH);
  // A case of which nothing is there has no log.
  if (!lock && lock.error().kind != FaultKind::missing) return lock.error();
  return read_files(case_path);
}

AuditLog::AuditLog(std::string case_path, std::string actor)
    : case_path_(std::move(case_path)), actor_(fitted(actor)), run_id_(new_run_id()) {}

Result<AuditLog> AuditLog::open(const std::string& case_path,
                                const std::string& actor) {
  AuditLog log(case_path, actor);
  if (log.run_id_.empty()) {
    return fault_from_errno(errno, "gives no random numbers for the audit log",
                            "the system");
  }
  const auto lock = lock_log(case_path, LOCK_EX);
  if (!lock) return lock.error();
  auto opened = log.take_up();
  if (!opened) return std::move(opened).error();
  return log;
}

// The log from its first line on.
Result<void> AuditLog::take_up() {
  auto files = read_files(case_path_);
  if (!files) return std::move(files).error();
  AuditCheck& check = files->check;
  if (check.fault.empty()) check.fault = fault_of_change(*files, head());
  if (check.fault.empty() && !files->exist && has_journals(case_path_)) {
    check.fault = "audit.jsonl: is missing, though exhibits of the case were scanned";
  }
  return check.fault.empty() ? go_on(check) : begin_instead(check);
}

// What others appended since.
Result<void> AuditLog::catch_up() {
  const std::string path = log_path(case_path_);
  if (!is_same_file(file_.get(), path)) return take_up();
  const auto size = size_of(file_, path);
  if (!size) return size.error();
  if (*size == bytes_) return {};
  const auto text = *size > bytes_ ? read_behind(path, bytes_) : std::string();
  if (!text || text->empty()) return take_up();
  const auto head_file = read_if_there(head_path(case_path_), kMaxHeadBytes);
  if (!head_file || !head_file->has_value()) return take_up();
  AuditCheck check = check_audit_log(*text, *head_file, chain_);
  if (!check.fault.empty()) return take_up();
  check.bytes += bytes_;
  chain_ = AuditChain(check.head);
  bytes_ = check.bytes;
  return repair(check);
}

Result<void> AuditLog::open_file() {
  const std::string path = log_path(case_path_);
  const bool is_new = !is_there(path);
  file_ = Fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644));
  if (!file_.is_open()) return fault_from_errno(errno, "cannot be written", path);
  return is_new ? sync_folder(case_path_) : Result<void>();
}

Result<void> AuditLog::go_on(const AuditCheck& check) {
  chain_ = AuditChain(check.head);
  bytes_ = check.bytes;
  if (auto opened = open_file(); !opened) return opened;
  return repair(check);
}

// What a program that was stopped in the middle of an append left.
Result<void> AuditLog::repair(const AuditCheck& check) {
  if (check.torn_bytes == 0 && check.untold == 0) return {};
  if (check.torn_bytes > 0 &&
      ::ftruncate(file_.get(), static_cast<off_t>(bytes_)) != 0) {
    return fault_from_errno(errno, "cannot be cut to its last whole line",
                            log_path(case_path_));
  }
  AuditEvent event{"recovered", "audit.jsonl", "", {}};
  if (check.torn_bytes > 0) {
    event.outcome = "an event that was cut off as it was written was taken out";
    event.detail.emplace_back("bytes", std::to_string(check.torn_bytes));
  } else {
    event.outcome = "events that audit.head did not tell of yet were taken";
  }
  if (check.untold > 0) {
    event.detail.emplace_back("untold_events", std::to_string(check.untold));
  }
  return append_line(event);
}

Result<void> AuditLog::begin_instead(const AuditCheck& check) {
  const auto sha256 = sha256_of_damaged(case_path_);
  if (!sha256) return sha256.error();
  const auto old = set_aside(case_path_);
  if (!old) return old.error();
  remarks_.push_back("the audit log is damaged (" + check.fault + "); it is kept as " +
                     case_path_ + "/" + *old + " and a new one is begun");
  chain_ = AuditChain();
  bytes_ = 0;
  if (auto opened = open_file(); !opened) return opened;
  AuditEvent event{"log_set_aside",
                   *old,
                   "damaged",
                   {{"fault", check.fault}, {"sound_up_to", check.head.text()}}};
  if (!sha256->empty()) event.detail.emplace_back("sha256", *sha256);
  return append_line(event);
}

Result<void> AuditLog::append(const AuditEvent& event) {
  const auto appended = append_behind(nullptr, event);
  return appended ? Result<void>() : Result<void>(appended.error());
}

Result<bool> AuditLog::append_after(const AuditHead& head, const AuditEvent& event) {
  return append_behind(&head, event);
}

// Behind whatever is there if `wanted` is null.
Result<bool> AuditLog::append_behind(const AuditHead* wanted, const AuditEvent& event) {
  if (given_up_) return *given_up_;
  const auto lock = lock_log(case_path_, LOCK_EX);
  if (!lock) return lock.error();
  if (auto caught_up = catch_up(); !caught_up) {
    given_up_ = caught_up.error();
    return *given_up_;
  }
  if (wanted != nullptr && *wanted != head()) return false;
  if (auto done = append_line(event); !done) return std::move(done).error();
  return true;
}

Result<void> AuditLog::append_line(const AuditEvent& event) {
  const std::string text = audit_line_text(
      {head().count + 1, now_text(), run_id_, actor_, fitted(event), head().hash, ""});
  AuditChain next = chain_;
  if (const std::string why = next.take(text); !why.empty()) {
    given_up_ = Fault{FaultKind::malformed,
                      "an event \"" + event.event + "\" has no valid form",
                      log_path(case_path_), std::nullopt};
    return *given_up_;
  }
  auto done = put(text + "\n");
  if (done) {
    chain_ = std::move(next);
    done = replace_head();
  }
  if (!done) given_up_ = done.error();
  return done;
}

// One write, so that a line is cut short by nothing less than a power cut or a full
// disk.
Result<void> AuditLog::put(const std::string& line) {
  const std::string path = log_path(case_path_);
  ssize_t put = 0;
  do {
    put = ::write(file_.get(), line.data(), line.size());
  } while (put < 0 && errno == EINTR);
  if (put != static_cast<ssize_t>(line.size())) {
    const int why = put < 0 ? errno : ENOSPC;
    // If even this fails, the next open() does it.
    static_cast<void>(::ftruncate(file_.get(), static_cast<off_t>(bytes_)));
    return fault_from_errno(why, "cannot be written; free some space and run again",
                            path);
  }
  bytes_ += line.size();
  if (::fsync(file_.get()) != 0) {
    return fault_from_errno(errno, "cannot be written", path);
  }
  return {};
}

Result<void> AuditLog::replace_head() {
  const std::string path = head_path(case_path_);
  const bool is_new = !is_there(path);
  auto replaced = replace_file(path, bytes_of(audit_head_file(head())));
  if (!replaced || !is_new) return replaced;
  return sync_folder(case_path_);
}

std::string actor_of(const std::string& operator_name) {
  if (!operator_name.empty()) return operator_name;
  const ::passwd* const account = ::getpwuid(::geteuid());
  if (account && account->pw_name && *account->pw_name) return account->pw_name;
  return "account " + std::to_string(::geteuid());
}

}  // namespace winnow
