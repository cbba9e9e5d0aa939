#include "scanner/volumes/ext_names.h"

#include <algorithm>

namespace winnow {

void ExtNames::add(std::uint32_t inode, std::uint32_t folder, std::string_view text,
                   bool deleted) {
  constexpr std::size_t kChunkBytes = 256 * 1024;
  if (chunks_.empty() ||
      chunks_.back().capacity() - chunks_.back().size() < text.size()) {
    chunks_.emplace_back().reserve(std::max(kChunkBytes, text.size()));
  }
  std::string& chunk = chunks_.back();
  chunk += text;
  links_.push_back({inode, folder,
                    std::string_view(chunk).substr(chunk.size() - text.size()),
                    deleted});
}

void ExtNames::sort() {
  std::stable_sort(
      links_.begin(), links_.end(),
      [](const ExtLink& a, const ExtLink& b) { return a.inode < b.inode; });
}

std::span<const ExtLink> ExtNames::of(std::uint32_t inode) const {
  struct ByInode {
    bool operator()(const ExtLink& link, std::uint32_t n) const {
      return link.inode < n;
    }
    bool operator()(std::uint32_t n, const ExtLink& link) const {
      return n < link.inode;
    }
  };
  const auto [first, last] =
      std::equal_range(links_.begin(), links_.end(), inode, ByInode());
  return {first, last};
}

const ExtLink* ExtNames::best_of(std::uint32_t inode) const {
  const auto links = of(inode);
  if (links.empty()) return nullptr;
  const auto live = std::find_if(links.begin(), links.end(),
                                 [](const ExtLink& link) { return !link.deleted; });
  return live == links.end() ? &links.front() : &*live;
}

}  // namespace winnow
