#include "scanner/examine/containers/rar5_encryption.h"

#include <optional>
#include <string_view>
#include <vector>

namespace winnow {
namespace {

constexpr std::string_view kSignature = std::string_view("Rar!\x1A\x07\x01\0", 8);
constexpr std::size_t kMostHeaderBytes = std::size_t{64} << 10;

constexpr std::uint64_t kFileBlock = 2;
constexpr std::uint64_t kEndBlock = 5;
constexpr std::uint64_t kHasExtra = 1;
constexpr std::uint64_t kHasData = 2;
constexpr std::uint64_t kHasTime = 2;
constexpr std::uint64_t kHasCrc = 4;
constexpr std::uint64_t kEncryptionRecord = 1;

struct Block {
  std::uint64_t type = 0;
  std::uint64_t total_bytes = 0;  // with its data
  Bytes fields;                   // those of its type
  Bytes extra;
};

// The block whose head (up to kMostHeaderBytes) this is; nothing if it is none.
std::optional<Block> block_at(Bytes head) {
  std::size_t at = sizeof(std::uint32_t);
  const std::uint64_t header_bytes = rar_number(head, at);
  const auto header = part(head, at, header_bytes);
  if (!header || header->empty()) return std::nullopt;
  Block block;
  block.total_bytes = at + header_bytes;
  std::size_t field = 0;
  block.type = rar_number(*header, field);
  const std::uint64_t flags = rar_number(*header, field);
  const std::uint64_t extra = flags & kHasExtra ? rar_number(*header, field) : 0;
  const std::uint64_t data = flags & kHasData ? rar_number(*header, field) : 0;
  if (field > header->size() || extra > header->size() - field) return std::nullopt;
  if (__builtin_add_overflow(block.total_bytes, data, &block.total_bytes)) {
    return std::nullopt;
  }
  const std::size_t extra_at = header->size() - static_cast<std::size_t>(extra);
  block.fields = header->subspan(field, extra_at - field);
  block.extra = header->subspan(extra_at);
  return block;
}

bool is_encrypted(Bytes extra) {
  for (std::size_t at = 0; at < extra.size();) {
    const std::uint64_t size = rar_number(extra, at);
    const auto record = part(extra, at, size);
    if (!record || record->empty()) return false;
    std::size_t type_at = 0;
    if (rar_number(*record, type_at) == kEncryptionRecord) return true;
    at += record->size();
  }
  return false;
}

std::string name_in(Bytes fields) {
  std::size_t at = 0;
  const std::uint64_t flags = rar_number(fields, at);
  (void)rar_number(fields, at);  // size
  (void)rar_number(fields, at);  // attributes
  if (flags & kHasTime) at += sizeof(std::uint32_t);
  if (flags & kHasCrc) at += sizeof(std::uint32_t);
  (void)rar_number(fields, at);  // compression
  (void)rar_number(fields, at);  // operating system
  const std::uint64_t length = rar_number(fields, at);
  const auto name = part(fields, at, length);
  return name ? std::string(text_of(*name)) : std::string();
}

}  // namespace

std::uint64_t rar_number(Bytes bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && at < bytes.size(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(bytes[at++]);
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  return 0;
}

std::set<std::string> rar5_encrypted_names(Content& content,
                                           std::uint64_t most_blocks) {
  std::set<std::string> names;
  std::vector<std::byte> buffer(kMostHeaderBytes);
  const auto head = content.read(0, MutableBytes(buffer).first(kSignature.size()));
  if (!head || !has_magic(buffer, 0, kSignature)) return names;
  std::uint64_t offset = kSignature.size();
  for (std::uint64_t count = 0; count < most_blocks; ++count) {
    const auto got = content.read(offset, buffer);
    if (!got) break;
    const auto block = block_at(Bytes(buffer).first(*got));
    if (!block || block->type == kEndBlock) break;
    if (block->type == kFileBlock && is_encrypted(block->extra)) {
      names.insert(name_in(block->fields));
    }
    if (__builtin_add_overflow(offset, block->total_bytes, &offset)) break;
  }
  return names;
}

}  // namespace winnow
