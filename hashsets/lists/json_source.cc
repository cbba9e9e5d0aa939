#include "hashsets/lists/json_source.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace winnow {
namespace {

constexpr std::size_t kBufferSize = std::size_t{256} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// UTF-8 that is copied in runs: half of a list is the text of digests, and byte by byte
// it would take most of the time (see Transcoder below).
struct ListText : rapidjson::UTF8<> {};

// Not zero if one of the eight bytes ends a plain run. Bytes above the one that does
// may be reported wrongly, so the bytes are then looked at one by one.
std::uint64_t special_bytes(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kTops = 0x8080808080808080;
  const auto zero_in = [](std::uint64_t word) { return (word - kOnes) & ~word; };
  const std::uint64_t control = (eight - kOnes * 0x20) & ~eight;
  return (control | zero_in(eight ^ (kOnes * '"')) | zero_in(eight ^ (kOnes * '\\'))) &
         kTops;
}

// Where the run of plain characters that begins at `from` ends.
const char* plain_end(const char* from, const char* end) {
  for (; end - from >= 8; from += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, from, sizeof(eight));
    if (special_bytes(eight) != 0) break;
  }
  while (from != end && *from != '"' && *from != '\\' &&
         static_cast<unsigned char>(*from) >= 0x20) {
    ++from;
  }
  return from;
}

// rapidjson's idea of a stream. Its end reads as a NUL byte for ever, so a NUL in the
// list looks like the end and is told from it by at_end().
class JsonStream {
 public:
  using Ch = char;

  explicit JsonStream(ListSource& source)
      : source_(&source), buffer_(kBufferSize + 1), current_(buffer_.data()) {
    refill();
    skip_mark();
  }
  // `text` must outlive the stream.
  explicit JsonStream(std::string_view text) : current_(nullptr) {
    buffer_.reserve(text.size() + 1);
    buffer_.assign(text.begin(), text.end());
    buffer_.push_back('\0');
    current_ = buffer_.data();
    end_ = current_ + text.size();
    ended_ = true;
    skip_mark();
  }

  [[nodiscard]] Ch Peek() const { return *current_; }
  Ch Take() {
    const Ch taken = *current_;
    if (RAPIDJSON_UNLIKELY(current_ == end_)) return taken;
    if (RAPIDJSON_UNLIKELY(++current_ == end_)) refill();
    return taken;
  }
  // Copies what needs no second look, up to the end of the buffer: all before a
  // quotation mark, a backslash or a control character. At least the next byte.
  template <typename Output>
  void copy_plain(Output& output) {
    const char* end = plain_end(current_ + 1, end_);
    const auto length = static_cast<std::size_t>(end - current_);
    std::memcpy(output.Push(static_cast<rapidjson::SizeType>(length)), current_,
                length);
    current_ += length;
    if (current_ == end_) refill();
  }
  [[nodiscard]] std::size_t Tell() const {
    return before_ + static_cast<std::size_t>(current_ - buffer_.data());
  }
  // For parsing in place, which this is not.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

  // Whether all of the list was taken.
  [[nodiscard]] bool at_end() const { return current_ == end_ && ended_; }
  [[nodiscard]] bool ran_too_long() const { return ran_too_long_; }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  void heard() { heard_ = true; }

 private:
  void refill() {
    if (ended_) return;
    before_ += static_cast<std::size_t>(current_ - buffer_.data());
    quiet_ = heard_ ? 0 : quiet_ + kBufferSize;
    heard_ = false;
    ran_too_long_ = quiet_ > kJsonRun;
    std::size_t length = 0;
    if (!ran_too_long_) length = read();
    current_ = buffer_.data();
    end_ = current_ + length;
    *end_ = '\0';
  }

  // Fills the buffer; less is the end.
  std::size_t read() {
    std::size_t length = 0;
    while (length < kBufferSize) {
      const auto got = source_->read(MutableBytes(
          reinterpret_cast<std::byte*>(buffer_.data()) + length, kBufferSize - length));
      if (!got) fault_ = got.error();
      if (!got || *got == 0) {
        ended_ = true;
        break;
      }
      length += *got;
    }
    return length;
  }

  void skip_mark() {
    const auto length = static_cast<std::size_t>(end_ - current_);
    if (std::string_view(current_, length).substr(0, 3) != kByteOrderMark) return;
    for (std::size_t i = 0; i < kByteOrderMark.size(); ++i) Take();
  }

  ListSource* source_ = nullptr;
  std::vector<char> buffer_;  // with room for the NUL after the last byte
  char* current_;
  char* end_ = nullptr;
  std::size_t before_ = 0;  // bytes of the list before the buffer
  std::size_t quiet_ = 0;   // bytes read since the last event, at least
  bool heard_ = false;      // of an event since the last refill
  bool ended_ = false;
  bool ran_too_long_ = false;
  std::optional<Fault> fault_;
};

}  // namespace
}  // namespace winnow

// The hook by which rapidjson copies text that has no escapes.
template <>
struct rapidjson::Transcoder<winnow::ListText, winnow::ListText> {
  template <typename Output>
  static bool Transcode(winnow::JsonStream& stream, Output& output) {
    stream.copy_plain(output);
    return true;
  }
  // For flags that are not used: parsing in place, and a check of the encoding.
  static bool Transcode(winnow::JsonStream&, winnow::JsonStream&) { return false; }
  template <typename Output>
  static bool Validate(winnow::JsonStream& stream, Output& output) {
    return Transcode(stream, output);
  }
};

namespace winnow {
namespace {

// Stands between rapidjson and the events: keeps count of the depth and lets nothing
// through that was not asked for.
class JsonGate {
 public:
  using Ch = char;

  JsonGate(JsonStream& stream, JsonEvents& events) : stream_(stream), events_(events) {}

  bool Null() { return scalar({JsonScalar::Kind::null}); }
  bool Bool(bool truth) { return scalar({JsonScalar::Kind::boolean, 0, 0, {}, truth}); }
  bool Int(int number) { return Int64(number); }
  bool Uint(unsigned number) { return Int64(number); }
  bool Int64(std::int64_t number) {
    return scalar({JsonScalar::Kind::integer, number});
  }
  bool Uint64(std::uint64_t number) {
    // rapidjson gives every positive number above 32 bits as this.
    if (number <= INT64_MAX) return Int64(static_cast<std::int64_t>(number));
    return scalar({JsonScalar::Kind::natural, 0, number});
  }
  bool Double(double) { return scalar({JsonScalar::Kind::real}); }
  bool RawNumber(const Ch*, rapidjson::SizeType, bool) { return true; }  // never called
  bool String(const Ch* text, rapidjson::SizeType length, bool) {
    return scalar({JsonScalar::Kind::text, 0, 0, std::string_view(text, length)});
  }
  bool Key(const Ch* text, rapidjson::SizeType length, bool) {
    stream_.heard();
    if (passing_over_ > 0) return true;
    want_ = events_.key(std::string_view(text, length));
    return go_on();
  }
  bool StartObject() { return start(JsonContainer::object); }
  bool StartArray() { return start(JsonContainer::array); }
  bool EndObject(rapidjson::SizeType) { return finish(JsonContainer::object); }
  bool EndArray(rapidjson::SizeType) { return finish(JsonContainer::array); }

  [[nodiscard]] bool too_deep() const { return depth_ > kJsonDepth; }

 private:
  [[nodiscard]] bool go_on() const { return !events_.fault(); }

  // The wish of the key before this value; in an array and at the top, everything.
  JsonWant take_want() { return std::exchange(want_, JsonWant::all); }

  bool scalar(const JsonScalar& scalar) {
    stream_.heard();
    if (passing_over_ > 0 || take_want() == JsonWant::nothing) return true;
    events_.value(scalar);
    return go_on();
  }

  bool start(JsonContainer container) {
    stream_.heard();
    if (++depth_ > kJsonDepth) return false;
    if (passing_over_ > 0) {
      ++passing_over_;
      return true;
    }
    const JsonWant want = take_want();
    if (want == JsonWant::all) {
      if (!events_.begin(container, stream_.Tell())) passing_over_ = 1;
      return go_on();
    }
    passing_over_ = 1;
    if (want == JsonWant::scalar) events_.value({JsonScalar::Kind::container});
    return go_on();
  }

  bool finish(JsonContainer container) {
    stream_.heard();
    --depth_;
    if (passing_over_ > 0) {
      --passing_over_;
      return true;
    }
    events_.end(container);
    return go_on();
  }

  JsonStream& stream_;
  JsonEvents& events_;
  std::size_t depth_ = 0;
  std::size_t passing_over_ = 0;  // open containers nobody asked for
  JsonWant want_ = JsonWant::all;
};

Fault fault_at(FaultKind kind, std::size_t offset, std::string what) {
  what += "; nothing was imported, get a whole copy of it";
  return Fault{kind, std::move(what), "", offset};
}

Result<void> parse(JsonStream& stream, JsonEvents& events) {
  if (stream.fault()) return *stream.fault();
  JsonGate gate(stream, events);
  rapidjson::GenericReader<ListText, ListText> reader;
  // Iterative: the list's nesting must not become ours. The encoding is not checked:
  // texts are made printable where they are kept.
  const auto parsed = reader.Parse<rapidjson::kParseIterativeFlag>(stream, gate);
  if (stream.fault()) return *stream.fault();
  if (events.fault()) return *events.fault();
  const std::size_t at = stream.Tell();
  if (gate.too_deep()) {
    return fault_at(FaultKind::too_big, at,
                    "nests JSON values more than " + std::to_string(kJsonDepth) +
                        " deep, which no hash list does");
  }
  if (stream.ran_too_long()) {
    return fault_at(FaultKind::too_big, at,
                    "has one JSON value longer than " + std::to_string(kJsonRun >> 20) +
                        " MiB, which no hash list has");
  }
  if (!parsed.IsError() && stream.at_end()) return {};
  if (stream.at_end()) {
    return fault_at(FaultKind::truncated, at,
                    "is truncated: it ends in the middle of a JSON value");
  }
  const std::string why = parsed.IsError() ? rapidjson::GetParseError_En(parsed.Code())
                                           : "a NUL byte after the document.";
  return fault_at(FaultKind::malformed, parsed.IsError() ? parsed.Offset() : at,
                  "is damaged or not JSON (" + why.substr(0, why.size() - 1) + ")");
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                                        : letter;
}

}  // namespace

Result<void> read_json(ListSource& source, JsonEvents& events) {
  JsonStream stream(source);
  auto done = parse(stream, events);
  if (done) return done;
  Fault fault = std::move(done).error();
  if (fault.place.empty()) fault.place = source.name();
  return fault;
}

Result<void> read_json(std::string_view text, JsonEvents& events) {
  JsonStream stream(text);
  return parse(stream, events);
}

bool same_key(std::string_view key, std::string_view name) {
  if (key.size() != name.size()) return false;
  return std::equal(key.begin(), key.end(), name.begin(),
                    [](char a, char b) { return lower(a) == b; });
}

}  // namespace winnow
