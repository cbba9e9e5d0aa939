#include "scanner/volumes/inventory.h"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "base/checksum.h"
#include "scanner/volumes/bitlocker.h"
#include "scanner/volumes/content_grid.h"
#include "scanner/volumes/ext_format.h"
#include "scanner/volumes/ext_walker.h"
#include "scanner/volumes/folder_tree_walker.h"
#include "scanner/volumes/mixtures.h"
#include "scanner/volumes/ntfs_walker.h"
#include "scanner/volumes/partitions.h"
#include "scanner/volumes/random_look.h"
#include "scanner/volumes/signatures.h"
#include "scanner/volumes/tsk_handles.h"
#include "scanner/wire/messages.h"

namespace winnow {
namespace {

class InventoryTaker {
 public:
  InventoryTaker(const Evidence& evidence, WalkGuide& guide, std::uint64_t most_entries,
                 Inventory& inventory)
      : evidence_(evidence),
        guide_(guide),
        most_entries_(most_entries),
        inventory_(inventory) {}

  void take() {
    for (const Extent& extent : find_extents(evidence_, guide_, inventory_.problems)) {
      const auto head = read_head(evidence_, extent.offset, extent.length);
      if (head.empty()) {
        add_volume(extent, "", VolumeOutcome::unreadable,
                   "its first bytes cannot be read");
        continue;
      }
      const auto matches = recognise_volume(head);
      if (matches.empty() && has_bad_head(extent)) {
        add_volume(extent, "", VolumeOutcome::unreadable,
                   "part of its first bytes cannot be read, and no file system was "
                   "recognised in the rest");
      } else if (matches.empty()) {
        add_unknown(extent);
      }
      for (const Recognised& match : matches) take_volume(extent, match);
    }
  }

 private:
  bool has_bad_head(const Extent& extent) const {
    std::vector<std::byte> head(
        static_cast<std::size_t>(std::min<std::uint64_t>(extent.length, 4096)));
    std::vector<Run> bad;
    return evidence_.read_sound(extent.offset, head, bad) && !bad.empty();
  }

  void add_encrypted(const Extent& extent, const std::string& name) {
    std::string reason = "encrypted with " + name;
    if (name.starts_with("BitLocker")) {
      const std::string keys =
          bitlocker_protectors(evidence_, extent.offset, extent.length);
      if (!keys.empty()) reason += "; unlocked by: " + keys;
    }
    add_volume(extent, name, VolumeOutcome::encrypted, std::move(reason));
  }

  void add_unknown(const Extent& extent) {
    std::string reason = "no file system recognised";
    if (!extent.description.empty()) reason += "; partition type " + extent.description;
    const unsigned random =
        count_random_blocks(evidence_, extent.offset, extent.length);
    if (random == 0) {
      add_volume(extent, "", VolumeOutcome::unsupported, std::move(reason));
      return;
    }
    add_volume(extent, "", VolumeOutcome::encrypted,
               "suspected: " + reason + ", and all " + std::to_string(random) +
                   " blocks of a sample look random: encrypted without a header "
                   "(VeraCrypt and the like), wiped with random bytes, or densely "
                   "compressed");
  }

  VolumeRecord& add_volume(const Extent& extent, std::string filesystem,
                           VolumeOutcome outcome, std::string reason) {
    const auto index = static_cast<std::uint32_t>(inventory_.volumes.size());
    inventory_.volumes.push_back({index, extent.offset, extent.length,
                                  std::move(filesystem), outcome, std::move(reason)});
    inventory_.library_volumes.emplace_back();
    return inventory_.volumes.back();
  }

  void take_volume(const Extent& extent, const Recognised& match) {
    switch (match.kind) {
      case VolumeKind::encrypted:
        return add_encrypted(extent, match.name);
      case VolumeKind::unsupported:
        add_volume(extent, match.name, VolumeOutcome::unsupported,
                   match.name + " is not read by this version");
        return;
      case VolumeKind::apfs:
        return take_pool(extent);
      case VolumeKind::ext:
        return take_ext(extent);
      case VolumeKind::ntfs:
        return take_with_library(extent, match, TSK_FS_TYPE_NTFS);
      case VolumeKind::fat:
        return take_with_library(extent, match, TSK_FS_TYPE_FAT_DETECT);
      case VolumeKind::exfat:
        return take_with_library(extent, match, TSK_FS_TYPE_EXFAT);
      case VolumeKind::hfs_plus:
        return take_with_library(extent, match, TSK_FS_TYPE_HFS);
      case VolumeKind::iso9660:
        return take_with_library(extent, match, TSK_FS_TYPE_ISO9660);
      case VolumeKind::ufs:
        return take_with_library(extent, match, TSK_FS_TYPE_FFS_DETECT);
    }
  }

  Walk begin_walk(const VolumeRecord& volume, std::uint64_t place) {
    return Walk{evidence_,
                guide_,
                place,
                volume.index,
                volume.offset,
                volume.length,
                "/volume-" + std::to_string(volume.index),
                most_entries_,
                inventory_.files,
                inventory_.problems,
                {}};
  }

  void end_walk(Walk& walk, std::size_t first_file, const Result<void>& walked) {
    VolumeRecord& volume = inventory_.volumes[walk.volume];
    if (!walked) {
      const Fault& fault = walked.error();
      volume.outcome = fault.kind == FaultKind::unsupported ? VolumeOutcome::unsupported
                       : fault.kind == FaultKind::io        ? VolumeOutcome::unreadable
                                                            : VolumeOutcome::failed;
      volume.reason = fault.line();
    }
    static_cast<void>(guide_.enter({WorkStep::finish, walk.place, 0}));
    mark_mixtures(inventory_.files, first_file, walk.occupied);
    guide_.leave();
  }

  void take_ext(const Extent& extent) {
    VolumeRecord& volume = add_volume(extent, "ext", VolumeOutcome::examined, "");
    const std::size_t first_file = inventory_.files.size();
    Walk walk = begin_walk(volume, volume.offset);
    if (auto entered = enter_volume(walk.place); !entered) {
      return end_walk(walk, first_file, entered);
    }
    const auto layout = read_ext_superblock(evidence_, volume.offset, volume.length);
    if (!layout) return end_walk(walk, first_file, layout.error());
    volume.filesystem = layout->name();
    set_grid(volume, volume.offset, layout->block_bytes);
    end_walk(walk, first_file, walk_ext(walk, *layout));
  }

  // Whether the volume may be opened at all.
  Result<void> enter_volume(std::uint64_t place) {
    if (const Barred* bar = guide_.enter({WorkStep::open, place, 0})) {
      return Fault{FaultKind::malformed, bar->reason, "", std::nullopt};
    }
    return {};
  }

  void take_with_library(const Extent& extent, const Recognised& match,
                         TSK_FS_TYPE_ENUM type) {
    add_volume(extent, match.name, VolumeOutcome::examined, "");
    open_and_walk({extent.offset, type, false, 0});
  }

  void take_pool(const Extent& extent) {
    if (auto entered = enter_volume(extent.offset); !entered) {
      add_volume(extent, "apfs", VolumeOutcome::failed, entered.error().what);
      return;
    }
    TskImage image(evidence_);
    image.tell(&guide_);
    tsk_error_reset();
    const TskPool pool(tsk_pool_open_img_sing(
        image.get(), static_cast<TSK_OFF_T>(extent.offset), TSK_POOL_TYPE_APFS));
    if (pool == nullptr) {
      add_volume(extent, "apfs", VolumeOutcome::failed,
                 "the container cannot be opened: " + take_tsk_error());
      return;
    }
    if (pool->vol_list == nullptr) {
      add_volume(extent, "apfs", VolumeOutcome::examined,
                 "an APFS container without volumes");
    }
    for (const TSK_POOL_VOLUME_INFO* v = pool->vol_list; v != nullptr; v = v->next) {
      if ((v->flags & TSK_POOL_VOLUME_FLAG_ENCRYPTED) != 0) {
        add_volume(extent, "apfs", VolumeOutcome::encrypted,
                   "encrypted with FileVault (APFS)");
        continue;
      }
      add_volume(extent, "apfs", VolumeOutcome::examined, "");
      open_and_walk({extent.offset, TSK_FS_TYPE_APFS, true, v->block});
    }
  }

  void open_and_walk(const TskVolumeKey& key) {
    VolumeRecord& volume = inventory_.volumes.back();
    const std::size_t first_file = inventory_.files.size();
    // Volumes of one pool begin at one byte: they are told apart by their superblocks.
    constexpr std::uint64_t kPoolBlockBytes = 4096;
    Walk walk = begin_walk(volume, key.offset + key.pool_block * kPoolBlockBytes);
    if (auto entered = enter_volume(walk.place); !entered) {
      return end_walk(walk, first_file, entered);
    }
    auto opened = TskVolume::open(evidence_, key, &guide_);
    if (!opened) return end_walk(walk, first_file, std::move(opened).error());
    TskVolume& tsk = **opened;
    const char* name = tsk_fs_type_toname(tsk.fs()->ftype);
    if (TSK_FS_TYPE_ISFAT(tsk.fs()->ftype) != 0 && name != nullptr) {
      volume.filesystem = name;
    }
    note_grid(*tsk.fs(), volume);
    inventory_.library_volumes[volume.index] = LibraryVolume{
        key.offset, static_cast<int>(key.type), key.in_pool, key.pool_block};
    end_walk(walk, first_file,
             key.type == TSK_FS_TYPE_NTFS ? walk_ntfs(tsk, walk)
                                          : walk_folder_tree(tsk, walk));
  }

  void note_grid(const TSK_FS_INFO& fs, VolumeRecord& volume) {
    if (TSK_FS_TYPE_ISFAT(fs.ftype) != 0) return set_fat_grid(evidence_, volume);
    // Blocks with something between them (raw CD sectors) make no grid. libtsk's blocks
    // are clusters, fragments on UFS, and count from behind a wrapper.
    if (fs.block_pre_size != 0 || fs.block_post_size != 0) return;
    set_grid(volume, static_cast<std::uint64_t>(fs.offset), fs.block_size);
  }

  const Evidence& evidence_;
  WalkGuide& guide_;
  std::uint64_t most_entries_;
  Inventory& inventory_;
};

Inventory take_inventory(const Evidence& evidence, WalkGuide& guide,
                         std::uint64_t most_entries) {
  Inventory inventory;
  InventoryTaker(evidence, guide, most_entries, inventory).take();
  guide.leave();
  ::malloc_trim(0);  // the walkers' own memory goes back to the system
  inventory.gone = evidence.gone();
  return inventory;
}

}  // namespace

Inventory take_inventory(const Evidence& evidence, WalkGuide& guide) {
  return take_inventory(evidence, guide, kMostEntries);
}

Inventory take_inventory(const Evidence& evidence, std::uint64_t most_entries) {
  WalkGuide guide(untold_marks(), {});
  return take_inventory(evidence, guide, most_entries);
}

std::uint64_t inventory_checksum(const Inventory& inventory) {
  std::uint64_t sum = 0;
  std::string frame;
  for (const VolumeRecord& volume : inventory.volumes) {
    frame.clear();
    encode(VolumeFound{volume}, frame);
    sum = checksum64(bytes_of(frame), sum);
  }
  for (const FileRecord& file : inventory.files) {
    frame.clear();
    encode(FileFound{file}, frame);
    sum = checksum64(bytes_of(frame), sum);
  }
  return sum;
}

}  // namespace winnow
