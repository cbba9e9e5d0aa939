#include "scanner/examine/containers/bfio_content.h"

#include <cstdio>
#include <new>

namespace winnow {
namespace {

// What libbfio calls an io_handle: ours, passed through it as intptr_t*.
struct Source {
  Content* content;
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
  return (flags & LIBBFIO_ACCESS_FLAG_WRITE) != 0 ? -1 : 1;
}

int close_source(std::intptr_t*, libbfio_error_t**) {
  return 0;
}

ssize_t read_source(std::intptr_t* handle, std::uint8_t* buffer, size_t size,
                    libbfio_error_t**) {
  Source* source = as_source(handle);
  const auto got =
      source->content->read(static_cast<std::uint64_t>(source->position),
                            MutableBytes(reinterpret_cast<std::byte*>(buffer), size));
  if (!got) return -1;
  source->position += static_cast<std::int64_t>(*got);
  return static_cast<ssize_t>(*got);
}

ssize_t refuse_write(std::intptr_t*, const std::uint8_t*, size_t, libbfio_error_t**) {
  return -1;
}

off64_t seek_source(std::intptr_t* handle, off64_t offset, int whence,
                    libbfio_error_t**) {
  Source* source = as_source(handle);
  std::int64_t base = 0;
  if (whence == SEEK_CUR) base = source->position;
  if (whence == SEEK_END)
    base = static_cast<std::int64_t>(source->content->size_bytes());
  std::int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return -1;
  source->position = target;
  return target;
}

int yes(std::intptr_t*, libbfio_error_t**) {
  return 1;
}

int source_size(std::intptr_t* handle, size64_t* size, libbfio_error_t**) {
  *size = as_source(handle)->content->size_bytes();
  return 1;
}

}  // namespace

BfioHandle bfio_over(Content& content) {
  auto* source = new (std::nothrow) Source{&content, 0};
  libbfio_handle_t* handle = nullptr;
  if (source == nullptr ||
      ::libbfio_handle_initialize(
          &handle, reinterpret_cast<std::intptr_t*>(source), free_source, clone_source,
          open_source, close_source, read_source, refuse_write, seek_source, yes, yes,
          source_size,
          LIBBFIO_FLAG_IO_HANDLE_MANAGED | LIBBFIO_FLAG_IO_HANDLE_CLONE_BY_FUNCTION,
          nullptr) != 1) {
    delete source;
    return nullptr;
  }
  return BfioHandle(handle);
}

}  // namespace winnow
