#include "bench/practice/practice_tools.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace winnow::practice {
namespace {

std::string& program_name() {
  static std::string name = "practice";
  return name;
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 65536> part;
  for (;;) {
    const ssize_t got = ::read(fd, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
}

// In the child: both outputs into the pipe, no input, then the program. Never returns.
[[noreturn]] void become(const std::vector<std::string>& words, int output) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

std::string digest_hex(ByteView bytes, const EVP_MD* method) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value;
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), value.data(), &length, method, nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[value[i] >> 4];
    hex += "0123456789abcdef"[value[i] & 15];
  }
  return hex;
}

}  // namespace

void start_program(const char* argv0) {
  program_name() = name_of(argv0);
  const std::string now = std::to_string(kPracticeNow);
  const char* path = std::getenv("PATH");
  ::setenv("PATH", ((path ? path : "") + std::string(":/usr/sbin:/sbin")).c_str(), 1);
  ::setenv("TZ", "UTC", 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::setenv("SOURCE_DATE_EPOCH", now.c_str(), 1);
  ::setenv("E2FSPROGS_FAKE_TIME", now.c_str(), 1);
  ::setenv("MTOOLSRC", "/dev/null", 1);
  ::setenv("MTOOLS_SKIP_CHECK", "1", 1);
}

void fail(const std::string& what) {
  std::fprintf(stderr, "%s: %s\n", program_name().c_str(), what.c_str());
  std::exit(2);
}

std::string run_command(const std::vector<std::string>& words) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe: " + std::string(std::strerror(errno)));
  const pid_t child = ::fork();
  if (child < 0) fail("fork: " + std::string(std::strerror(errno)));
  if (child == 0) become(words, ends[1]);
  ::close(ends[1]);
  std::string output = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) {
    const std::string line = output.substr(0, output.find('\n'));
    fail(words.front() + " failed: " + (line.empty() ? "is it installed?" : line));
  }
  return output;
}

std::uint64_t parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
    fail("not a number: " + std::string(text));
  }
  return value;
}

std::uint64_t parse_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 4> kUnits = {
      {{"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}}};
  for (const auto& [unit, shift] : kUnits) {
    if (!text.ends_with(unit)) continue;
    text.remove_suffix(unit.size());
    return parse_number(text) << shift;
  }
  return parse_number(text);
}

ByteVector read_host_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) fail(path + ": " + std::strerror(errno));
  ByteVector bytes;
  std::array<unsigned char, 65536> part;
  std::size_t got = 0;
  while ((got = std::fread(part.data(), 1, part.size(), file)) > 0) {
    bytes.insert(bytes.end(), part.begin(), part.begin() + static_cast<long>(got));
  }
  const bool is_bad = std::ferror(file) != 0;
  std::fclose(file);
  if (is_bad) fail(path + ": cannot be read");
  return bytes;
}

void write_host_file(const std::string& path, ByteView bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) fail(path + ": " + std::strerror(errno));
  const bool is_whole =
      bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  if (std::fclose(file) != 0 || !is_whole) fail(path + ": cannot be written");
}

void write_host_text(const std::string& path, const std::string& text) {
  write_host_file(path, ByteVector(text.begin(), text.end()));
}

void make_sparse_file(const std::string& path, std::uint64_t size_bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) fail(path + ": " + std::strerror(errno));
  if (::ftruncate(fd, static_cast<off_t>(size_bytes)) != 0) {
    fail(path + ": " + std::strerror(errno));
  }
  ::close(fd);
}

std::string md5_hex(ByteView bytes) {
  return digest_hex(bytes, EVP_md5());
}

std::string sha1_hex(ByteView bytes) {
  return digest_hex(bytes, EVP_sha1());
}

std::string sha256_hex(ByteView bytes) {
  return digest_hex(bytes, EVP_sha256());
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string name_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace winnow::practice
