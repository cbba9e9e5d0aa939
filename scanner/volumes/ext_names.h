// The names in the folders of an ext volume, by the inode each stands for.
#ifndef WINNOW_SCANNER_VOLUMES_EXT_NAMES_H_
#define WINNOW_SCANNER_VOLUMES_EXT_NAMES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// A name, and the folder it stands in. The text lives as long as its ExtNames.
struct ExtLink {
  std::uint32_t inode = 0;
  std::uint32_t folder = 0;
  std::string_view text;
  bool deleted = false;
};

// A volume can hold millions of names: they lie in one list, their texts in chunks.
class ExtNames {
 public:
  ExtNames() = default;
  ExtNames(const ExtNames&) = delete;
  ExtNames& operator=(const ExtNames&) = delete;

  void add(std::uint32_t inode, std::uint32_t folder, std::string_view text,
           bool deleted);
  // Orders by inode what was added, names of one inode as they came; before any of:
  void sort();
  [[nodiscard]] std::span<const ExtLink> all() const { return links_; }
  [[nodiscard]] std::span<const ExtLink> of(std::uint32_t inode) const;
  // The live name of an inode, or else one that deleting left behind; or none.
  [[nodiscard]] const ExtLink* best_of(std::uint32_t inode) const;

 private:
  std::vector<ExtLink> links_;
  std::vector<std::string> chunks_;  // of texts; never beyond what they reserved
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_EXT_NAMES_H_
