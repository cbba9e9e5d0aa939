// The child that reads evidence, with a libarchive that gets one byte wrong: what a
// library on this machine might do. Linked with --wrap=archive_read_data_block.
#include <archive.h>

#include <cstring>
#include <vector>

#include "scanner/worker/child_program.h"

extern "C" int __real_archive_read_data_block(archive* from, const void** block,
                                              size_t* length, la_int64_t* offset);

extern "C" int __wrap_archive_read_data_block(archive* from, const void** block,
                                              size_t* length, la_int64_t* offset) {
  const int status = __real_archive_read_data_block(from, block, length, offset);
  if (status != ARCHIVE_OK || *length == 0) return status;
  thread_local std::vector<unsigned char> changed;
  changed.resize(*length);
  std::memcpy(changed.data(), *block, *length);
  changed[*length / 2] ^= 1;
  *block = changed.data();
  return status;
}

int main(int argc, char** argv) {
  return winnow::run_child_program(argc, argv);
}
