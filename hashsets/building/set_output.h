// Where the bytes of a set go while it is written: into its file, or sealed into it.
#ifndef WINNOW_HASHSETS_BUILDING_SET_OUTPUT_H_
#define WINNOW_HASHSETS_BUILDING_SET_OUTPUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "hashsets/sealing/sealed_writer.h"

namespace winnow {

// What the file shall be sealed under.
struct Seal {
  const Secret* passphrase = nullptr;  // outlives the output
  SealCost cost = {};
};

// The calls in this order; several threads may write at once.
class SetOutput {
 public:
  virtual ~SetOutput() = default;
  // The length of the whole set, not 0.
  [[nodiscard]] virtual Result<void> begin(std::uint64_t length) = 0;
  // In any order, no byte twice; what is left out is zeros.
  [[nodiscard]] virtual Result<void> write(std::uint64_t offset, Bytes bytes) = 0;
  [[nodiscard]] virtual Result<void> finish() = 0;
};

// `fd` is an empty file and outlives the output; `name` is for faults.
class PlainOutput : public SetOutput {
 public:
  PlainOutput(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  [[nodiscard]] Result<void> begin(std::uint64_t length) override;
  [[nodiscard]] Result<void> write(std::uint64_t offset, Bytes bytes) override;
  [[nodiscard]] Result<void> finish() override { return {}; }

 private:
  int fd_;
  std::string name_;
};

class SealedOutput : public SetOutput {
 public:
  SealedOutput(int fd, std::string name, Seal seal)
      : fd_(fd), name_(std::move(name)), seal_(seal) {}
  [[nodiscard]] Result<void> begin(std::uint64_t length) override;
  [[nodiscard]] Result<void> write(std::uint64_t offset, Bytes bytes) override;
  [[nodiscard]] Result<void> finish() override;

 private:
  int fd_;
  std::string name_;
  Seal seal_;
  std::optional<SealedWriter> writer_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_SET_OUTPUT_H_
