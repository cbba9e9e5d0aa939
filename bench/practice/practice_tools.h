// Small things every practice program needs: one-line errors, child processes, host
// files, sizes as people write them, MD5. One thread; nothing here keeps state but the
// program's name and its environment.
#ifndef WINNOW_BENCH_PRACTICE_PRACTICE_TOOLS_H_
#define WINNOW_BENCH_PRACTICE_PRACTICE_TOOLS_H_

#include <cstdint>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::practice {

using ByteVector = std::vector<unsigned char>;
using ByteView = std::span<const unsigned char>;

// 2024-03-01 09:00:00 UTC: the "now" of every practice volume, so that two runs give
// the same bytes.
inline constexpr std::time_t kPracticeNow = 1709283600;

// To be called first in main: names the program in errors and gives the tools we start
// (mke2fs, mtools) a fixed clock, UTC and a PATH with the sbin folders.
void start_program(const char* argv0);

// One clear line on stderr, then exit status 2.
[[noreturn]] void fail(const std::string& what);

// Runs a program and returns its standard output; fails if it does.
std::string run_command(const std::vector<std::string>& words);

[[nodiscard]] std::uint64_t parse_number(std::string_view text);
// "4096", "64KiB", "512MiB", "4GiB", "1TiB".
[[nodiscard]] std::uint64_t parse_size(std::string_view text);

[[nodiscard]] ByteVector read_host_file(const std::string& path);
void write_host_file(const std::string& path, ByteView bytes);
void write_host_text(const std::string& path, const std::string& text);
// A file of holes, replacing what was there.
void make_sparse_file(const std::string& path, std::uint64_t size_bytes);

[[nodiscard]] std::string md5_hex(ByteView bytes);
[[nodiscard]] std::string sha1_hex(ByteView bytes);
[[nodiscard]] std::string sha256_hex(ByteView bytes);

[[nodiscard]] std::string parent_of(const std::string& path);  // "" for the top
[[nodiscard]] std::string name_of(const std::string& path);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_PRACTICE_TOOLS_H_
