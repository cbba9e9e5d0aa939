#include "scanner/volumes/tsk_handles.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <utility>
#include <vector>

#include "base/text.h"

namespace winnow {

namespace {

// The first of two allocation tables, which lie one behind the other.
struct FatCopy {
  std::uint64_t offset = 0;  // in the evidence, bytes
  std::uint64_t length = 0;  // of each, bytes; 0 if there is no copy
};

// From the boot sector (Microsoft's FAT specification, section 3).
FatCopy find_fat_copy(const Evidence& evidence, std::uint64_t volume) {
  std::array<std::byte, 512> boot{};
  if (!evidence.read(volume, boot)) return {};
  const std::uint64_t sector = le<std::uint16_t>(boot, 11);
  const std::uint64_t small = le<std::uint16_t>(boot, 22);
  const std::uint64_t sectors = small != 0 ? small : le<std::uint32_t>(boot, 36);
  if (le<std::uint8_t>(boot, 16) < 2) return {};
  return {volume + le<std::uint16_t>(boot, 14) * sector, sectors * sector};
}

}  // namespace

// libtsk casts the pointer it was given back to TSK_IMG_INFO, so that comes first, and
// wants the whole of it zeroed.
struct TskImage::State {
  TSK_IMG_INFO info;
  const Evidence* evidence;
  WalkGuide* guide;
  std::optional<Fault> fault;
  std::optional<Run> failed_load;  // of libtsk's cache, just now
  FatCopy fat;
  bool blanks_bad_sectors;

  static ssize_t read(TSK_IMG_INFO* info, TSK_OFF_T offset, char* buffer,
                      size_t length) {
    auto* state = reinterpret_cast<State*>(info);
    if (offset < 0) return -1;
    // libtsk asks for whole 64 KiB blocks and expects a short count at the end.
    const auto from = static_cast<std::uint64_t>(offset);
    const std::uint64_t size = state->evidence->size_bytes();
    if (from >= size) return 0;
    const auto here =
        static_cast<std::size_t>(std::min<std::uint64_t>(length, size - from));
    if (state->guide != nullptr) state->guide->fetched(from, here);
    const auto load = std::exchange(state->failed_load, std::nullopt);
    auto read =
        state->evidence->read(from, std::as_writable_bytes(std::span(buffer, here)));
    if (read) return static_cast<ssize_t>(here);
    if (state->read_with_copy(from, buffer, here)) return static_cast<ssize_t>(here);
    const Run asked{from, length};
    if (is_cache_load(*state, asked) && load != asked) {
      state->failed_load = asked;
    } else {
      if (!state->fault) state->fault = std::move(read).error();
      if (state->blanks_bad_sectors && state->read_blanking(from, buffer, here)) {
        return static_cast<ssize_t>(here);
      }
    }
    tsk_error_reset();
    tsk_error_set_errno(TSK_ERR_IMG_READ);
    tsk_error_set_errstr("the evidence cannot be read at byte %" PRIdOFF, offset);
    return -1;
  }
  // Whether all that cannot be read lies in the first allocation table, and its copy
  // could be read in its place. libtsk reads the table by whole 4 KiB and never the
  // copy: one bad sector would cost it every chain around.
  bool read_with_copy(std::uint64_t from, char* buffer, std::size_t length) const {
    if (fat.length == 0) return false;
    const MutableBytes target = std::as_writable_bytes(std::span(buffer, length));
    std::vector<Run> bad;
    if (!evidence->read_sound(from, target, bad)) return false;
    return std::all_of(bad.begin(), bad.end(), [&](const Run& range) {
      return range.offset >= fat.offset &&
             range.offset + range.length <= fat.offset + fat.length &&
             evidence->read(
                 range.offset + fat.length,
                 target.subspan(static_cast<std::size_t>(range.offset - from),
                                static_cast<std::size_t>(range.length)));
    });
  }

  bool read_blanking(std::uint64_t from, char* buffer, std::size_t length) const {
    const MutableBytes target = std::as_writable_bytes(std::span(buffer, length));
    std::fill(target.begin(), target.end(), std::byte{0});
    std::vector<Run> bad;
    return static_cast<bool>(evidence->read_sound(from, target, bad));
  }

  // libtsk brings 64 KiB, or what is left of the image, into its cache, and where that
  // fails asks again for exactly what it wants (tsk_img_read of 4.11.1): only the
  // second failure is one. It may want just as much as it caches.
  static bool is_cache_load(const State& state, const Run& asked) {
    constexpr std::uint64_t kCacheBytes = 64 * 1024;
    const auto size = static_cast<std::uint64_t>(state.info.size);
    return asked.offset % 512 == 0 &&
           (asked.length == kCacheBytes ||
            (asked.length < kCacheBytes && asked.offset + asked.length == size));
  }
  static void close(TSK_IMG_INFO*) {}
  static void describe(TSK_IMG_INFO*, FILE*) {}
};

TskImage::TskImage(const Evidence& evidence, unsigned sector_bytes,
                   std::uint64_t said_bytes)
    : state_(new State()) {
  state_->evidence = &evidence;
  const auto size = said_bytes != 0 ? said_bytes : evidence.size_bytes();
  // It takes no memory, and refuses nothing but a missing argument or a sector that is
  // no multiple of 512 bytes.
  assert(sector_bytes % 512 == 0);
  [[maybe_unused]] const TSK_IMG_INFO* opened =
      tsk_img_open_external(&state_->info, static_cast<TSK_OFF_T>(size), sector_bytes,
                            &State::read, &State::close, &State::describe);
  assert(opened != nullptr);
}

// Releases libtsk's lock and calls our close, which does nothing: the structure is
// ours.
TskImage::~TskImage() {
  tsk_img_close(&state_->info);
}

TSK_IMG_INFO* TskImage::get() const {
  return &state_->info;
}

void TskImage::tell(WalkGuide* guide) {
  state_->guide = guide;
}

void TskImage::blank_bad_sectors(bool blanks) {
  state_->blanks_bad_sectors = blanks;
}

void TskImage::use_fat_copy(std::uint64_t volume) {
  state_->fat = find_fat_copy(*state_->evidence, volume);
}

std::optional<Fault> TskImage::take_read_fault() {
  return std::exchange(state_->fault, std::nullopt);
}

std::string take_tsk_error() {
  const char* text = tsk_error_get();
  std::string message = text == nullptr ? "" : printable_utf8(text);
  tsk_error_reset();
  return message;
}

Result<std::unique_ptr<TskVolume>> TskVolume::open(const Evidence& evidence,
                                                   const TskVolumeKey& key,
                                                   WalkGuide* guide) {
  std::unique_ptr<TskVolume> volume(new TskVolume(evidence));
  volume->image_.tell(guide);
  tsk_error_reset();
  TSK_IMG_INFO* image = volume->image_.get();
  const auto offset = static_cast<TSK_OFF_T>(key.offset);
  if (key.in_pool) {
    volume->pool_.reset(tsk_pool_open_img_sing(image, offset, TSK_POOL_TYPE_APFS));
    if (volume->pool_) {
      volume->pool_image_.reset(
          volume->pool_->get_img_info(volume->pool_.get(), key.pool_block));
    }
    if (volume->pool_image_) {
      volume->fs_.reset(
          tsk_fs_open_img(volume->pool_image_.get(), offset, TSK_FS_TYPE_APFS));
    }
  } else {
    if (key.type == TSK_FS_TYPE_FAT_DETECT) volume->image_.use_fat_copy(key.offset);
    volume->fs_.reset(tsk_fs_open_img(image, offset, key.type));
  }
  if (!volume->fs_) {
    if (auto fault = volume->image_.take_read_fault()) return *std::move(fault);
    std::string why = take_tsk_error();
    return Fault{FaultKind::malformed,
                 "cannot be opened" + (why.empty() ? "" : ": " + why), "",
                 std::nullopt};
  }
  return volume;
}

}  // namespace winnow
