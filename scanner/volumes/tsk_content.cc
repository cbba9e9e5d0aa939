#include "scanner/volumes/tsk_content.h"

#include <algorithm>

#include "base/bytes.h"
#include "scanner/volumes/run_list.h"

namespace winnow {
namespace {

std::optional<Instant> instant(std::int64_t seconds, std::uint32_t nanoseconds) {
  if (seconds == 0) return std::nullopt;  // libtsk's word for "not recorded"
  return Instant{seconds, nanoseconds < 1'000'000'000 ? nanoseconds : 0};
}

// The runs as libtsk lists them; false if one is missing ("filler": never seen or
// lost).
bool collect_runs(TSK_FS_INFO* fs, const TSK_FS_ATTR* attribute,
                  std::vector<Run>& runs) {
  bool whole = true;
  std::uint64_t expected_block = 0;
  for (const TSK_FS_ATTR_RUN* run = attribute->nrd.run; run != nullptr;
       run = run->next) {
    if (run->len == 0) continue;
    if (run->offset != expected_block) whole = false;
    std::uint64_t length = 0;
    std::uint64_t offset = 0;
    if (__builtin_add_overflow(run->offset, run->len, &expected_block) ||
        __builtin_mul_overflow(run->len, fs->block_size, &length)) {
      return false;
    }
    if ((run->flags & TSK_FS_ATTR_RUN_FLAG_FILLER) != 0) {
      whole = false;
      continue;
    }
    if ((run->flags & TSK_FS_ATTR_RUN_FLAG_SPARSE) != 0) {
      append_run(runs, {Run::kHole, length});
      continue;
    }
    if (__builtin_mul_overflow(run->addr, fs->block_size, &offset) ||
        __builtin_add_overflow(offset, static_cast<std::uint64_t>(fs->offset),
                               &offset)) {
      return false;
    }
    append_run(runs, {offset, length});
  }
  return whole;
}

// Bytes of a file beyond its initialised size read as zeros whatever its clusters hold
// (NTFS "valid data length").
void blank_beyond(std::vector<Run>& runs, std::uint64_t initialised,
                  std::uint64_t size) {
  if (initialised >= size) return;
  static_cast<void>(clip_runs(runs, initialised));
  append_run(runs, {Run::kHole, size - initialised});
}

}  // namespace

FileTimes times_of(const TSK_FS_META& meta) {
  return {instant(meta.mtime, meta.mtime_nano), instant(meta.atime, meta.atime_nano),
          instant(meta.ctime, meta.ctime_nano), instant(meta.crtime, meta.crtime_nano)};
}

void append_runs(TSK_FS_INFO* fs, const TSK_FS_ATTR* attribute,
                 std::vector<Run>& runs) {
  if ((attribute->flags & TSK_FS_ATTR_NONRES) != 0) collect_runs(fs, attribute, runs);
}

void fill_content(TSK_FS_INFO* fs, const TSK_FS_ATTR* attribute, FileRecord& record) {
  record.size = attribute->size > 0 ? static_cast<std::uint64_t>(attribute->size) : 0;
  record.attribute_type = static_cast<std::uint32_t>(attribute->type);
  record.attribute_id = attribute->id;
  if ((attribute->flags & TSK_FS_ATTR_RES) != 0) {
    record.content = ContentKind::resident;
    const auto stored = std::min<std::uint64_t>(record.size, attribute->rd.buf_size);
    if (attribute->rd.buf != nullptr && stored == record.size) {
      record.inline_content.assign(reinterpret_cast<const char*>(attribute->rd.buf),
                                   static_cast<std::size_t>(stored));
    } else if (record.size > 0) {
      set_no_content(record, FileOutcome::unreadable,
                     "its resident content is shorter than its size");
    }
    return;
  }
  const bool whole = collect_runs(fs, attribute, record.runs);
  if ((attribute->flags & TSK_FS_ATTR_ENC) != 0) {
    static_cast<void>(clip_runs(record.runs, record.size));
    return set_no_content(record, FileOutcome::encrypted,
                          "encrypted by the file system (EFS)");
  }
  const bool needs_library = (attribute->flags & TSK_FS_ATTR_COMP) != 0 ||
                             (fs->flags & TSK_FS_INFO_FLAG_ENCRYPTED) != 0 ||
                             attribute->nrd.skiplen != 0 || fs->block_pre_size != 0;
  if (needs_library) {
    record.content = ContentKind::library;
    return;
  }
  record.content = ContentKind::runs;
  if (!whole) {
    static_cast<void>(clip_runs(record.runs, record.size));
    return set_no_content(
        record, record.allocated ? FileOutcome::unreadable : FileOutcome::skipped,
        "part of its block list is missing");
  }
  blank_beyond(record.runs, static_cast<std::uint64_t>(attribute->nrd.initsize),
               record.size);
}

}  // namespace winnow
