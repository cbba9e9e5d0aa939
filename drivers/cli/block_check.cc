#include "drivers/cli/block_check.h"

#include <algorithm>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace winnow {
namespace {

constexpr std::size_t kReadBytes = 256 * kBlockLength;

}  // namespace

Result<std::string> block_check_text(const HashSet& set, const std::string& path) {
  if (set.head_block_count() == 0 && set.block_count() == 0) return std::string();
  const auto fd = open_read_only(path);
  if (!fd) return fd.error();
  const auto size = size_of(*fd, path);
  if (!size) return size.error();
  std::vector<std::byte> buffer(kReadBytes);
  std::vector<BlockKey> keys;
  bool head_is_listed = false;
  std::uint64_t blocks = 0;
  std::uint64_t listed = 0;
  for (std::uint64_t at = 0; at < *size; at += buffer.size()) {
    const auto bytes = MutableBytes(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), *size - at)));
    if (auto read = read_exactly(fd->get(), at, bytes, path); !read) {
      return std::move(read).error();
    }
    if (at == 0) {
      const auto head = set.find_head_block(
          head_key(bytes.first(std::min(bytes.size(), kBlockLength))));
      if (!head) return head.error();
      head_is_listed = head->has_value();
    }
    keys.clear();
    for (std::size_t i = 0; bytes.size() - i >= kBlockLength; i += kBlockLength) {
      keys.push_back(block_key(bytes.subspan(i, kBlockLength)));
    }
    const auto found = set.find_blocks(keys);
    if (!found) return found.error();
    blocks += keys.size();
    listed += static_cast<std::uint64_t>(
        std::count_if(found->begin(), found->end(),
                      [](const auto& entry) { return entry.has_value(); }));
  }
  const std::string head =
      std::string("; its head is ") + (head_is_listed ? "" : "not ") + "listed";
  if (blocks == 0) return head;
  return head + ", " + grouped(listed) + " of " + grouped(blocks) + " blocks are";
}

}  // namespace winnow
