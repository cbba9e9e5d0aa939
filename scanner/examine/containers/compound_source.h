// OLE2 compound files (MS-CFB), by libgsf over a Content.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_COMPOUND_SOURCE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_COMPOUND_SOURCE_H_

#include <string>
#include <vector>

#include "scanner/examine/containers/container.h"
#include "scanner/examine/containers/glib_handles.h"

namespace winnow {

// The root storage. The content outlives it.
[[nodiscard]] Result<Held<GsfInfile>> open_compound(Content& content);

// What lies in a storage, in the order of the file; `name` as stored (UTF-8 of UTF-16),
// `input` null where it cannot be opened.
struct CompoundEntry {
  std::string name;
  Held<GsfInput> input;
  bool is_storage = false;
};
[[nodiscard]] std::vector<CompoundEntry> entries_of(GsfInfile* storage);

// A stream's bytes as a member.
class StreamBytes final : public MemberBytes {
 public:
  // The stream is somebody else's; read from its beginning.
  explicit StreamBytes(GsfInput* stream);
  [[nodiscard]] Result<std::size_t> read(MutableBytes target) override;

 private:
  GsfInput* stream_;
};

// All of a stream, or its first so many bytes; less where it is damaged.
[[nodiscard]] std::vector<std::byte> bytes_of_stream(GsfInput* stream,
                                                     std::uint64_t most_bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_COMPOUND_SOURCE_H_
