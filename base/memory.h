// How the C library holds memory that a program gave back.
#ifndef WINNOW_BASE_MEMORY_H_
#define WINNOW_BASE_MEMORY_H_

namespace winnow {

// Large pieces go back to the system as soon as they are freed, as they do at first,
// until a library has learned from the largest of them not to. At the start of a
// program.
void give_back_large_pieces();

}  // namespace winnow

#endif  // WINNOW_BASE_MEMORY_H_
