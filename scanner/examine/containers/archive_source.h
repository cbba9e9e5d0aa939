// Archives read through libarchive, over a Content: no path, no program, no locale but
// one of its own.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_SOURCE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_SOURCE_H_

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/examine/content/content.h"

namespace winnow {

// Names of members are converted by the character set of the thread's locale; while
// this lives it is UTF-8, whatever the process has.
class Utf8Thread {
 public:
  Utf8Thread();
  ~Utf8Thread();
  Utf8Thread(const Utf8Thread&) = delete;
  Utf8Thread& operator=(const Utf8Thread&) = delete;

 private:
  locale_t before_;
};

// Which formats are tried.
enum class ArchiveFormats { all, zip_by_local_headers, raw };

// One pass over an archive. The content outlives it.
class ArchiveReader {
 public:
  explicit ArchiveReader(Content& content) : content_(content) {}
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  [[nodiscard]] Result<void> open(ArchiveFormats formats);
  [[nodiscard]] archive* get() const { return archive_.get(); }
  // Why the last call failed: the content's own fault if there was one.
  [[nodiscard]] Fault fault() const;
  // Whether it is compressed as a whole, so that nothing in it can be skipped unread.
  [[nodiscard]] bool is_compressed() const {
    return ::archive_filter_count(archive_.get()) > 1;
  }

 private:
  static la_ssize_t on_read(archive*, void* self, const void** buffer);
  static la_int64_t on_skip(archive*, void* self, la_int64_t request);
  static la_int64_t on_seek(archive*, void* self, la_int64_t offset, int whence);

  struct Free {
    void operator()(archive* a) const { ::archive_read_free(a); }
  };

  Content& content_;
  std::uint64_t position_ = 0;
  std::vector<std::byte> buffer_;
  std::optional<Fault> content_fault_;
  std::unique_ptr<archive, Free> archive_;  // last: freeing it may still seek
};

// The libarchive filter that undoes the compression these bytes begin with; nothing if
// they are not compressed. None of them starts a program.
[[nodiscard]] std::optional<int> compression_of(Bytes head);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_SOURCE_H_
