#include "scanner/pipeline/sentence.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>

namespace winnow {
namespace {

using tbb::filter_mode;

tbb::filter<void, Token*> read(SentenceStages& stages) {
  return tbb::make_filter<void, Token*>(filter_mode::serial_in_order,
                                        [&stages](tbb::flow_control& flow) {
                                          Token* token = stages.read();
                                          if (token == nullptr) flow.stop();
                                          return token;
                                        });
}

tbb::filter<Token*, Token*> examine(SentenceStages& stages) {
  return tbb::make_filter<Token*, Token*>(filter_mode::parallel,
                                          [&stages](Token* token) {
                                            stages.examine(*token);
                                            return token;
                                          });
}

tbb::filter<Token*, Token*> match(SentenceStages& stages) {
  return tbb::make_filter<Token*, Token*>(filter_mode::parallel,
                                          [&stages](Token* token) {
                                            stages.match(*token);
                                            return token;
                                          });
}

tbb::filter<Token*, void> record(SentenceStages& stages, RecordOrder order) {
  return tbb::make_filter<Token*, void>(
      order == RecordOrder::as_read ? filter_mode::serial_in_order
                                    : filter_mode::serial_out_of_order,
      [&stages](Token* token) { stages.record(*token); });
}

}  // namespace

void run_sentence(SentenceStages& stages, unsigned threads, std::size_t tokens,
                  RecordOrder order) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  threads);
  tbb::parallel_pipeline(
      tokens, read(stages) & examine(stages) & match(stages) & record(stages, order));
}

}  // namespace winnow
