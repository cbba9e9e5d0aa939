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

// Several batches at once.
tbb::filter<Token*, Token*> in_parallel(SentenceStages& stages,
                                        void (SentenceStages::*stage)(Token&)) {
  return tbb::make_filter<Token*, Token*>(filter_mode::parallel,
                                          [&stages, stage](Token* token) {
                                            (stages.*stage)(*token);
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
      tokens, read(stages) & in_parallel(stages, &SentenceStages::examine) &
                  in_parallel(stages, &SentenceStages::match) &
                  in_parallel(stages, &SentenceStages::look) & record(stages, order));
}

}  // namespace winnow
