#include "base/memory.h"

#include <malloc.h>

namespace winnow {

// glibc raises both with every large piece that is freed, unless they are set.
void give_back_large_pieces() {
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

}  // namespace winnow
