// What a practice file contains, named by a short word so that it can be made again:
//
//   picture:SEED:WIDTHxHEIGHT:QUALITY   a drawn JPEG
//   text:SEED:SIZE                      plain English-looking sentences
//   noise:SEED:SIZE                     random bytes
//   host:PATH                           a file of the machine that runs the program
//   empty                               nothing
#ifndef WINNOW_BENCH_PRACTICE_PRACTICE_CONTENT_H_
#define WINNOW_BENCH_PRACTICE_PRACTICE_CONTENT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {

[[nodiscard]] ByteVector make_text(std::uint64_t seed, std::size_t size_bytes);
[[nodiscard]] ByteVector make_noise(std::uint64_t seed, std::size_t size_bytes);
[[nodiscard]] ByteVector make_content(const std::string& word);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_PRACTICE_CONTENT_H_
