// RequestBody: the JSON that a POST brings, taken apart by a description of its fields.
//
// Hostile input: what is not described is refused, nesting is not followed (the parser
// does not recurse), and every text is made printable.
#ifndef WINNOW_DRIVERS_WEB_REQUEST_BODY_H_
#define WINNOW_DRIVERS_WEB_REQUEST_BODY_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace winnow {

enum class BodyKind : std::uint8_t { text, flag, number, texts };
struct BodyField {
  const char* name;
  BodyKind kind = BodyKind::text;
  bool is_needed = false;  // and, of a text, not empty
};

class RequestBody {
 public:
  // A Fault names the field that is missing, unknown, said twice or not what it has to
  // be. A field that is null is as if it were not there.
  [[nodiscard]] static Result<RequestBody> parse(std::string_view json,
                                                 const std::vector<BodyField>& fields);

  [[nodiscard]] bool has(const std::string& name) const;  // of all kinds but `texts`
  // Of fields that are not there: "", false, 0, nothing.
  [[nodiscard]] std::string text(const std::string& name) const;
  [[nodiscard]] bool flag(const std::string& name) const;
  [[nodiscard]] std::uint64_t number(const std::string& name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& texts() const {
    return texts_;
  }

 private:
  std::map<std::string, std::string> text_;
  std::map<std::string, std::uint64_t> number_;             // flags too
  std::vector<std::pair<std::string, std::string>> texts_;  // of the one such field
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_REQUEST_BODY_H_
