// The input is the parts of an ext file system on their own, in a volume that is sound:
// an inode's record, a folder's block, and the blocks that an inode's map or extent
// tree leads to.
#include "scanner/volumes/ext_content.h"
#include "scanner/volumes/ext_format.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

constexpr std::uint32_t kBlockBytes = 1024;
constexpr std::uint32_t kInodes = 64;
constexpr std::size_t kInodeBytes = 256;
constexpr std::size_t kMostNameBytes = 255;

ExtLayout sound_layout(std::uint64_t evidence_bytes) {
  ExtLayout layout;
  layout.block_bytes = kBlockBytes;
  layout.blocks = evidence_bytes / kBlockBytes;
  layout.inodes = kInodes;
  layout.inodes_per_group = kInodes;
  layout.blocks_per_group = 8 * kBlockBytes;
  layout.first_block = 1;
  layout.inode_bytes = kInodeBytes;
  layout.groups = 1;
  layout.has_extents = true;
  layout.uuid = std::string(16, 'u');
  return layout;
}

}  // namespace

Violation fuzz_ext_parts(Bytes input) {
  const MemoryEvidence evidence(std::vector<std::byte>(input.begin(), input.end()));
  const ExtLayout layout = sound_layout(input.size());
  std::vector<ExtName> names;
  parse_ext_folder_block(input.first(std::min<std::size_t>(input.size(), kBlockBytes)),
                         layout.inodes, names);
  for (const ExtName& name : names) {
    if (name.text.size() > kMostNameBytes) return "a name longer than its length byte";
  }
  const auto raw = part(input, 0, kInodeBytes);
  if (!raw) return {};
  const ExtInode inode = parse_ext_inode(layout, *raw);
  std::vector<DeviceRun> runs;
  static_cast<void>(map_ext_content(evidence, layout, inode, runs));
  // Whole blocks are mapped: the last one may reach over the end.
  std::uint64_t left = inode.size / kBlockBytes + 1;
  for (const DeviceRun& run : runs) {
    const std::uint64_t blocks = run.length / kBlockBytes;
    if (blocks > left) return "runs beyond the inode's size";
    left -= blocks;
  }
  return {};
}

}  // namespace winnow
