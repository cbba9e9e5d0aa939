// Documents of Rich Text Format: their pictures, and the objects put into them.
#include <optional>
#include <string>

#include "scanner/examine/containers/member_gate.h"
#include "scanner/examine/containers/office_art.h"
#include "scanner/examine/containers/ole_package.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/rtf_blocks.h"
#include "scanner/examine/containers/whole_content.h"

namespace winnow {
namespace {

// What an object of OLE 1 (MS-OLEDS 2.2.5) holds, beginning with its size; nothing if
// it is laid out otherwise.
std::optional<Bytes> native_data(Bytes object) {
  constexpr std::uint32_t kEmbedded = 2;
  constexpr int kNames = 3;  // class, topic, item
  if (le<std::uint32_t>(object, 4) != kEmbedded) return std::nullopt;
  std::uint64_t at = 8;
  for (int i = 0; i < kNames; ++i) {
    const auto length = read_le<std::uint32_t>(object, at);
    if (!length) return std::nullopt;
    at += sizeof(std::uint32_t) + std::uint64_t{*length};
  }
  const auto size = read_le<std::uint32_t>(object, at);
  return size ? part(object, at, sizeof(std::uint32_t) + std::uint64_t{*size})
              : std::nullopt;
}

class RtfMembers {
 public:
  explicit RtfMembers(MemberGate& gate) : gate_(gate) {}

  // False: no more is wanted.
  bool take(const RtfBlock& block) {
    switch (block.kind) {
      case RtfKind::png:
        return gate_.member_in_memory(picture("png"), block.bytes);
      case RtfKind::jpeg:
        return gate_.member_in_memory(picture("jpg"), block.bytes);
      case RtfKind::bitmap:
        return gate_.member_in_memory(picture("bmp"), bitmap_file(block.bytes));
      case RtfKind::object:
        return take_object(block.bytes);
      case RtfKind::metafile:
        break;
    }
    return true;
  }

 private:
  std::string picture(const char* extension) {
    return "pictures/" + std::to_string(++pictures_) + "." + extension;
  }

  bool take_object(Bytes object) {
    const std::string name = "objects/" + std::to_string(++objects_);
    const auto native = native_data(object);
    if (!native) return gate_.member_in_memory(name, object);
    if (const auto file = packaged_file(*native)) {
      return gate_.member_in_memory(
          file->name.empty() ? name : name + "/" + path_part(file->name), file->bytes);
    }
    return gate_.member_in_memory(name, native->subspan(sizeof(std::uint32_t)));
  }

  MemberGate& gate_;
  std::uint64_t pictures_ = 0;
  std::uint64_t objects_ = 0;
};

}  // namespace

Result<void> open_rtf(Content& content, const ContainerLimits& limits,
                      MemberSink& sink) {
  const auto whole = WholeContent::of(content, limits.memory_bytes);
  if (!whole) return whole.error();
  MemberGate gate(limits, sink);
  RtfMembers members(gate);
  find_rtf_blocks(whole->bytes(),
                  [&members](const RtfBlock& block) { return members.take(block); });
  return gate.outcome();
}

}  // namespace winnow
