#include "base/digester.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <new>
#include <vector>

namespace winnow {
namespace {

// Small enough to stay in the first-level cache while every algorithm passes over it.
constexpr std::size_t kStride = 16 * 1024;

// Fetched once: the implicit fetch inside EVP_DigestInit costs more than a small file.
const EVP_MD* method(Algorithm algorithm) {
  static const std::array<EVP_MD*, 3> kMethods = {
      EVP_MD_fetch(nullptr, "MD5", nullptr), EVP_MD_fetch(nullptr, "SHA1", nullptr),
      EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return kMethods[static_cast<std::size_t>(algorithm)];
}

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Digester::State {
  struct Lane {
    Algorithm algorithm;
    std::unique_ptr<EVP_MD_CTX, ContextDeleter> context;
  };
  std::vector<Lane> lanes;

  void restart() {
    for (Lane& lane : lanes) {
      if (EVP_DigestInit_ex2(lane.context.get(), method(lane.algorithm), nullptr) !=
          1) {
        throw std::bad_alloc();  // the only way a fetched method fails to start
      }
    }
  }
};

Digester::Digester(AlgorithmSet algorithms) : state_(std::make_unique<State>()) {
  for (const Algorithm a : kAlgorithms) {
    if (algorithms.contains(a)) {
      state_->lanes.push_back(
          {a, std::unique_ptr<EVP_MD_CTX, ContextDeleter>(EVP_MD_CTX_new())});
    }
  }
  state_->restart();
}

Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

void Digester::update(Bytes bytes) {
  while (!bytes.empty()) {
    const Bytes piece = bytes.first(std::min(bytes.size(), kStride));
    for (const State::Lane& lane : state_->lanes) {
      EVP_DigestUpdate(lane.context.get(), piece.data(), piece.size());
    }
    bytes = bytes.subspan(piece.size());
  }
}

void Digester::update_zeros(std::uint64_t count) {
  static constexpr std::array<std::byte, kStride> kZeros{};
  while (count > 0) {
    const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(count, kStride));
    update(Bytes(kZeros).first(step));
    count -= step;
  }
}

Digests Digester::finish() {
  Digests digests;
  for (const State::Lane& lane : state_->lanes) {
    Digest digest;
    digest.algorithm = lane.algorithm;
    EVP_DigestFinal_ex(lane.context.get(),
                       reinterpret_cast<unsigned char*>(digest.value.data()), nullptr);
    digests.set(digest);
  }
  state_->restart();
  return digests;
}

Digest digest_of(Algorithm algorithm, Bytes bytes) {
  AlgorithmSet one;
  one.add(algorithm);
  Digester digester(one);
  digester.update(bytes);
  return *digester.finish().get(algorithm);
}

}  // namespace winnow
