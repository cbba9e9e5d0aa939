#include "scanner/evidence/descriptor_io.h"

#include <cerrno>
#include <cstdio>
#include <new>

#include "base/file.h"
#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

// What libbfio calls an io_handle: ours, passed through it as intptr_t*.
struct Source {
  int fd;
  std::uint64_t size;
  std::int64_t position;
};

Source* as_source(std::intptr_t* handle) {
  return reinterpret_cast<Source*>(handle);
}

int free_source(std::intptr_t** handle, libbfio_error_t**) {
  if (handle != nullptr) {
    delete as_source(*handle);
    *handle = nullptr;
  }
  return 1;
}

int clone_source(std::intptr_t** to, std::intptr_t* from, libbfio_error_t**) {
  auto* copy = new (std::nothrow) Source(*as_source(from));
  *to = reinterpret_cast<std::intptr_t*>(copy);
  return copy != nullptr ? 1 : -1;
}

int open_source(std::intptr_t* handle, int flags, libbfio_error_t**) {
  as_source(handle)->position = 0;
  return (flags & LIBBFIO_ACCESS_FLAG_WRITE) != 0 ? -1 : 1;  // evidence is read-only
}

int close_source(std::intptr_t*, libbfio_error_t**) {
  return 0;
}

ssize_t read_source(std::intptr_t* handle, std::uint8_t* buffer, size_t size,
                    libbfio_error_t**) {
  Source* source = as_source(handle);
  size_t done = 0;
  while (done < size) {
    const ssize_t got = device_read(source->fd, buffer + done, size - done,
                                    source->position + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  source->position += static_cast<std::int64_t>(done);
  return static_cast<ssize_t>(done);
}

ssize_t refuse_write(std::intptr_t*, const std::uint8_t*, size_t, libbfio_error_t**) {
  return -1;
}

off64_t seek_source(std::intptr_t* handle, off64_t offset, int whence,
                    libbfio_error_t**) {
  Source* source = as_source(handle);
  std::int64_t base = 0;
  if (whence == SEEK_CUR) base = source->position;
  if (whence == SEEK_END) base = static_cast<std::int64_t>(source->size);
  std::int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return -1;
  source->position = target;
  return target;
}

int source_exists(std::intptr_t*, libbfio_error_t**) {
  return 1;
}
int source_is_open(std::intptr_t*, libbfio_error_t**) {
  return 1;
}

int source_size(std::intptr_t* handle, size64_t* size, libbfio_error_t**) {
  *size = as_source(handle)->size;
  return 1;
}

}  // namespace

Result<libbfio_handle_t*> make_descriptor_handle(BfioInitialize initialize, int fd,
                                                 const std::string& name) {
  Fd borrowed(fd);
  const auto size = size_of(borrowed, name);
  borrowed.release();
  if (!size) return size.error();
  auto* source = new Source{fd, *size, 0};
  libbfio_handle_t* handle = nullptr;
  if (initialize(
          &handle, reinterpret_cast<std::intptr_t*>(source), free_source, clone_source,
          open_source, close_source, read_source, refuse_write, seek_source,
          source_exists, source_is_open, source_size,
          LIBBFIO_FLAG_IO_HANDLE_MANAGED | LIBBFIO_FLAG_IO_HANDLE_CLONE_BY_FUNCTION,
          nullptr) != 1) {
    delete source;
    return Fault{FaultKind::out_of_memory, "cannot be opened", name, std::nullopt};
  }
  return handle;
}

}  // namespace winnow
