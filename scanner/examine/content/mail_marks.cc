#include "scanner/examine/content/mail_marks.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace winnow {
namespace {

// Enough of these, and no line that is none, make a message.
constexpr std::string_view kFields[] = {"received",
                                        "return-path",
                                        "from",
                                        "to",
                                        "subject",
                                        "date",
                                        "message-id",
                                        "mime-version",
                                        "content-type",
                                        "delivered-to",
                                        "cc",
                                        "bcc",
                                        "reply-to",
                                        "sender",
                                        "in-reply-to",
                                        "references",
                                        "dkim-signature",
                                        "list-id",
                                        "content-transfer-encoding",
                                        "x-mailer",
                                        "envelope-to",
                                        "x-mozilla-status",
                                        "snapshot-content-location",
                                        "x-original-to",
                                        "status",
                                        "user-agent",
                                        "thread-topic",
                                        "x-priority",
                                        "authentication-results"};
constexpr std::size_t kFieldsNeeded = 3;

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  // Whether there was a whole line; what the end of the head cuts off is none.
  bool next(std::string_view& line) {
    const std::size_t end = text_.find('\n');
    if (end == std::string_view::npos) return false;
    line = text_.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    text_.remove_prefix(end + 1);
    return true;
  }
  [[nodiscard]] std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

// The name before the colon, in small letters; empty if the line is no field.
std::string field_name(std::string_view line) {
  constexpr std::size_t kLongest = 76;
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon > kLongest) return "";
  std::string name(line.substr(0, colon));
  for (char& c : name) {
    if (c <= ' ' || c > '~') return "";
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

bool is_known(const std::string& name) {
  return std::find(std::begin(kFields), std::end(kFields), name) != std::end(kFields);
}

// Whether the text begins with at least so many different fields of messages, and has
// nothing but fields down to an empty line or the end of what is known.
bool begins_with_fields(std::string_view text, std::size_t needed) {
  Lines lines(text);
  std::string_view line;
  std::string seen;  // of the names, each between colons
  std::size_t known = 0;
  bool any = false;
  while (lines.next(line) && !line.empty()) {
    if (any && (line[0] == ' ' || line[0] == '\t')) continue;
    const std::string name = field_name(line);
    if (name.empty()) return false;
    any = true;
    if (!is_known(name) || seen.find(":" + name + ":") != std::string::npos) continue;
    seen += ":" + name + ":";
    ++known;
  }
  return known >= needed;
}

bool has_digits(std::string_view text, std::size_t needed) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
           return c >= '0' && c <= '9';
         })) >= needed;
}

// Two colons between digits, and a year at the end.
bool has_time(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon + 9 < line.size() &&
         line[colon + 3] == ':' && has_digits(line.substr(colon + 1, 2), 2) &&
         has_digits(line.substr(line.size() - 4), 4);
}

std::string_view without_mark(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? text.substr(3) : text;
}

}  // namespace

bool is_mail(Bytes head) {
  std::string_view text = without_mark(text_of(head));
  while (!text.empty() && (text[0] == '\r' || text[0] == '\n')) text.remove_prefix(1);
  Lines lines(text);
  std::string_view first;
  if (lines.next(first)) {
    while (!first.empty() && first.back() == ' ') first.remove_suffix(1);
    const bool is_number = !first.empty() && first.find_first_not_of("0123456789") ==
                                                 std::string_view::npos;
    if (is_number) text = lines.rest();
  }
  return begins_with_fields(text, kFieldsNeeded);
}

bool is_mailbox(Bytes head) {
  const std::string_view text = without_mark(text_of(head));
  if (text.substr(0, 5) != "From ") return false;
  Lines lines(text);
  std::string_view first;
  if (!lines.next(first)) return false;
  if (begins_with_fields(lines.rest(), 1)) return has_digits(first, 1);
  // Without a field: who it is from and when ("Mon Jun 01 10:00:00 2009").
  std::string_view second;
  return has_time(first) && lines.next(second) && second.empty();
}

}  // namespace winnow
