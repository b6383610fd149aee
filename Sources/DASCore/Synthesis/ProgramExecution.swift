/// One call of a mixture program: statistics of the training rows, and the loops over blocks.
struct ProgramExecution {
  let program: MixtureProgram
  private let detector: any RowScorer
  private let training: TrainingStatistics
  /// The training rows, which no hard anomaly may equal.
  let known: RowSet
  private let pools: [SeedPool]
  private let filter: CandidateFilter?
  private let plan: BlockPlan
  private let seed: UInt64
  private let execution: Execution

  /// Rows that a block makes, candidates included.
  static let blockRows = 1024

  init(
    _ program: MixtureProgram, _ count: Int, _ detector: any RowScorer, _ X: MatrixView,
    seed: UInt64,
    on execution: Execution
  ) throws {
    self.program = program
    self.detector = detector
    self.seed = seed
    self.execution = execution
    let training = try TrainingStatistics(
      X, detector, requirements: program.requirements, snaps: program.snapsDiscrete, seed: seed,
      on: execution)
    self.training = training
    let known = try RowSet(X, on: execution)
    self.known = known
    self.pools = try program.components.map { try SeedPool($0, training, on: execution) }
    self.filter =
      program.keep.isActive ? try CandidateFilter(program.keep, training, known: known) : nil
    let factor = program.keep.isActive ? program.keep.candidates : 1
    self.plan = BlockPlan(
      rows: count, weights: program.components.map(\.weight),
      blockRows: max(Int(Double(Self.blockRows) / factor), 1))
  }

  func fill(_ output: Matrix) throws {
    guard let filter else {
      return try execution.forEach(plan.blockCount, reports: true) { index in
        let block = plan.block(index)
        let rows = try makeRows(block, index, count: block.rows.count)
        rows.view.copyRows(0..<rows.rows, into: output.row(block.rows.lowerBound))
      }
    }
    let size = groupSize
    var first = 0
    while first < plan.blockCount {
      try execution.report(Double(first) / Double(plan.blockCount))
      try fill(output, first..<min(first + size, plan.blockCount), filter)
      first += size
    }
  }

  /// Blocks whose candidates are scored in one call: at most 16, and at most 64 MB of them.
  private var groupSize: Int {
    let bytes = Self.blockRows * training.X.columns * 8
    return min(max((64 << 20) / bytes, 1), 16)
  }

  private func candidates(_ block: BlockPlan.Block) -> Int {
    Int((Double(block.rows.count) * program.keep.candidates).rounded(.up))
  }
}

// MARK: - Blocks

extension ProgramExecution {
  private func makeRows(_ block: BlockPlan.Block, _ index: Int, count: Int) throws -> Matrix {
    // Sequential seeds continue where the previous block ended.
    let offset = block.rows.count == count ? block.offset : block.offset * count / block.rows.count
    var random = RandomStream(seed: seed, purpose: .synthesis, index: index)
    let moves = program.components[block.component].moves
    let rows = try draw(offset..<offset + count, block.component, moves, &random)
    try redrawCopies(in: rows, of: block.component, from: offset, &random)
    return rows
  }

  /// Rows that begin as the seeds `range` of a component and go through `moves`.
  func draw(
    _ range: Range<Int>, _ component: Int, _ moves: [any Move], _ random: inout RandomStream
  ) throws -> Matrix {
    var batch = try RowBatch(range, pools[component], training, random)
    for move in moves { try move.apply(to: &batch) }
    training.discrete?.snap(batch.rows)
    batch.restoreFinite(atMost: MatrixView.maxMagnitude)
    training.mixed?.snap(batch.rows)
    random = batch.random
    return batch.rows
  }

  /// Makes the candidates of some blocks, has them scored, and keeps the best of each block.
  private func fill(_ output: Matrix, _ group: Range<Int>, _ filter: CandidateFilter) throws {
    let blocks = group.map { plan.block($0) }
    let counts = blocks.map(candidates)
    let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
    let rows = try Matrix(rows: counts.reduce(0, +), columns: output.columns, schema: output.schema)
    let excess = try Buffer<Double>(uninitialized: rows.rows)
    try execution.forEach(group.count) { position in
      let made = try makeRows(
        blocks[position], group.lowerBound + position, count: counts[position])
      let own = try filter.excess(of: made)
      made.view.copyRows(0..<made.rows, into: rows.row(starts[position]))
      for row in 0..<made.rows { excess[starts[position] + row] = own[row] }
    }
    if filter.asksDetector {
      let scores = try detector.scores(rows.view, on: execution)
      for row in 0..<rows.rows { excess[row] += filter.excess(score: scores[row]) }
    }
    try execution.forEach(group.count) { position in
      let own = try Buffer(excess.base + starts[position], count: counts[position])
      let chosen = try filter.choose(blocks[position].rows.count, of: own)
      for (index, row) in blocks[position].rows.enumerated() {
        rows.view.copyRow(starts[position] + Int(chosen[index]), into: output.row(row))
      }
    }
  }
}
