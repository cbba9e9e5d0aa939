// JSON as a run of events, from a list of any size or from text in memory.
//
// Nothing in a list is trusted, and memory does not grow with it: values that nobody
// asked for are passed over, values nested deeper than kJsonDepth and runs longer than
// kJsonRun (a string, a number, blanks) are faults, whole numbers of 64 bits are never
// taken through a double. Strings are handed on as the list has them, valid UTF-8 or
// not. One thread.
#ifndef WINNOW_HASHSETS_LISTS_JSON_SOURCE_H_
#define WINNOW_HASHSETS_LISTS_JSON_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "hashsets/lists/list_source.h"

namespace winnow {

// Lists nest to about eight levels; each level costs the reader a few bytes.
inline constexpr std::size_t kJsonDepth = 1024;
// Longest run without an event, in bytes. Some lists carry small pictures as text.
inline constexpr std::size_t kJsonRun = std::size_t{16} << 20;

struct JsonScalar {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,  // fits `integer`
    natural,  // above 2^63 - 1, fits `natural`
    real,     // any other number; its value is not kept
    text,
    container,  // an object or array where only a scalar was asked for
  };
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  std::uint64_t natural = 0;
  std::string_view text = {};  // valid during the call only
  bool truth = false;          // of a boolean
};

enum class JsonContainer : std::uint8_t { object, array };
// What is to be heard of a member's value.
enum class JsonWant : std::uint8_t {
  nothing,  // passed over, whatever is in it
  scalar,   // value(), with Kind::container for an object or array, passed over
  all,      // value(), or begin(), what is in it, and end()
};

// Told what stands in the document. Elements of an array whose begin() was told, and
// the document's own value, are told in full.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual JsonWant key(std::string_view name) = 0;
  virtual void value(const JsonScalar& scalar) = 0;
  // `offset` is of the bracket, in bytes from the beginning of the file.
  // False passes over all that is in it, and its end().
  virtual bool begin(JsonContainer container, std::uint64_t offset) = 0;
  virtual void end(JsonContainer container) = 0;

  // Set by stop(): no more events come, and it is what the reading gives.
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 protected:
  void stop(Fault fault) {
    if (!fault_) fault_ = std::move(fault);
  }

 private:
  std::optional<Fault> fault_;
};

// Reads a list that is one JSON document, with a byte order mark or without. What is
// not JSON is a fault of kind malformed, what ends too early one of kind truncated;
// both name the byte.
[[nodiscard]] Result<void> read_json(ListSource& source, JsonEvents& events);

// The same for text in memory, which has no name.
[[nodiscard]] Result<void> read_json(std::string_view text, JsonEvents& events);

// Whether a key is `name`, which is in lower case; the key may be in any.
[[nodiscard]] bool same_key(std::string_view key, std::string_view name);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_JSON_SOURCE_H_
