// CIRCL hashlookup (draft-dulaunoy-hashlookup-format): one JSON object a line, all
// values text; digests under MD5, SHA-1 and SHA-256, the size under FileSize.
//
// SHA-512, ssdeep and TLSH are counted as not used. Everything else is passed over,
// KnownMalicious too: what a listed file means is said when the set is built, never by
// the list.
#include "base/text_pieces.h"
#include "hashsets/lists/json_entry.h"
#include "hashsets/lists/json_source.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

class HashlookupLine : public JsonEvents {
 public:
  explicit HashlookupLine(JsonEntry& entry) : entry_(entry) {}

  JsonWant key(std::string_view name) override {
    is_size_ = same_key(name, "filesize");
    hash_ = hash_key(name);
    return is_size_ || hash_ != HashKey::none ? JsonWant::scalar : JsonWant::nothing;
  }
  void value(const JsonScalar& scalar) override {
    if (!in_object_) return entry_.fail(RowReason::not_an_object, "");
    if (!is_size_) return entry_.add(hash_, scalar);
    entry_.set_size(size_of_json(scalar));
  }
  bool begin(JsonContainer container, std::uint64_t) override {
    in_object_ = container == JsonContainer::object;
    if (!in_object_) entry_.fail(RowReason::not_an_object, "");
    return in_object_;
  }
  void end(JsonContainer) override {}

 private:
  JsonEntry& entry_;
  HashKey hash_ = HashKey::none;
  bool is_size_ = false;
  bool in_object_ = false;
};

}  // namespace

Result<void> import_hashlookup(LineReader& lines, RowSink& sink) {
  JsonEntry entry;
  for (;;) {
    const auto next = lines.next();
    if (!next) return next.error();
    if (!*next) return {};
    const ListLine& line = **next;
    if (trimmed(line.text).empty()) continue;
    if (line.cut) {
      sink.reject(RowReason::too_long, line);
      continue;
    }
    entry.clear();
    HashlookupLine events(entry);
    if (!read_json(line.text, events)) {
      if (auto done = reject_row(lines, sink, RowReason::not_json, line); !done) {
        return done;
      }
      continue;
    }
    // The object was closed, so a last line without a line end is whole.
    entry.give(sink, line);
  }
}

}  // namespace winnow
