// libtsk's objects, owned. The only header besides walkers that includes libtsk.
//
// An image handle serves one thread: libtsk puts a lock and a small cache in front of
// every read, and parts of it (HFS+, APFS) share state without one. So every thread
// that needs libtsk has its own TskImage and file system over the same Evidence.
#ifndef WINNOW_SCANNER_VOLUMES_TSK_HANDLES_H_
#define WINNOW_SCANNER_VOLUMES_TSK_HANDLES_H_

#include <tsk/libtsk.h>

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/volumes/walk_guide.h"

namespace winnow {

// An image handle whose reads go to `evidence`, which must outlive it. libtsk 4.11.1
// can turn a failed read into zeros; the handle therefore remembers the first one of
// bytes that libtsk wanted, and not only cached.
class TskImage {
 public:
  // `said_bytes`: a size to state instead of the evidence's; reads beyond it still end.
  explicit TskImage(const Evidence& evidence, unsigned sector_bytes = 512,
                    std::uint64_t said_bytes = 0);
  ~TskImage();
  TskImage(const TskImage&) = delete;
  TskImage& operator=(const TskImage&) = delete;

  [[nodiscard]] TSK_IMG_INFO* get() const;
  // Who is told what is fetched; nobody to begin with. Outlives the image.
  void tell(WalkGuide* guide);
  // From now on the second allocation table of the FAT volume at byte `volume` serves
  // where the first cannot be read.
  void use_fat_copy(std::uint64_t volume);
  // While set, what cannot be read is given as zeros, and still is a fault: for folders
  // of entries that each stand for themselves. Never while content is read.
  void blank_bad_sectors(bool blanks);
  // The first read that failed since the last call, if any.
  [[nodiscard]] std::optional<Fault> take_read_fault();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct FsCloser {
  void operator()(TSK_FS_INFO* fs) const { tsk_fs_close(fs); }
};
struct VsCloser {
  void operator()(TSK_VS_INFO* vs) const { tsk_vs_close(vs); }
};
struct FileCloser {
  void operator()(TSK_FS_FILE* file) const { tsk_fs_file_close(file); }
};
struct DirCloser {
  void operator()(TSK_FS_DIR* dir) const { tsk_fs_dir_close(dir); }
};
struct PoolCloser {
  void operator()(const TSK_POOL_INFO* pool) const { tsk_pool_close(pool); }
};
struct ImageCloser {
  void operator()(TSK_IMG_INFO* image) const { tsk_img_close(image); }
};
using TskFs = std::unique_ptr<TSK_FS_INFO, FsCloser>;
using TskVs = std::unique_ptr<TSK_VS_INFO, VsCloser>;
using TskFile = std::unique_ptr<TSK_FS_FILE, FileCloser>;
using TskDir = std::unique_ptr<TSK_FS_DIR, DirCloser>;
using TskPool = std::unique_ptr<const TSK_POOL_INFO, PoolCloser>;
using TskPoolImage = std::unique_ptr<TSK_IMG_INFO, ImageCloser>;

// libtsk's last error on this thread as text fit for a ledger; resets it.
[[nodiscard]] std::string take_tsk_error();

// How to open the same file system again, on another thread.
struct TskVolumeKey {
  std::uint64_t offset = 0;  // bytes
  TSK_FS_TYPE_ENUM type = TSK_FS_TYPE_DETECT;
  bool in_pool = false;
  std::uint64_t pool_block = 0;  // APFS: where the volume's superblock lies
};

// An opened file system with all that it hangs on, closed in the right order.
class TskVolume {
 public:
  // `guide`, if any, is told what is fetched, and outlives the volume.
  [[nodiscard]] static Result<std::unique_ptr<TskVolume>> open(const Evidence& evidence,
                                                               const TskVolumeKey& key,
                                                               WalkGuide* guide = {});
  [[nodiscard]] TSK_FS_INFO* fs() const { return fs_.get(); }
  [[nodiscard]] TskImage& image() { return image_; }

 private:
  explicit TskVolume(const Evidence& evidence) : image_(evidence) {}
  TskImage image_;
  TskPool pool_;
  TskPoolImage pool_image_;
  TskFs fs_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_TSK_HANDLES_H_
