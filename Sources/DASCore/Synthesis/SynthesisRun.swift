/// One call of a program: its knowledge of the training rows, and the loops over blocks.
struct SynthesisRun {
  let program: Program
  private let detector: any RowScorer
  private let profile: TrainingProfile
  /// The training rows, which no hard anomaly is to equal.
  let known: RowSet
  private let pools: [Pool]
  private let judge: CandidateJudge?
  private let plan: BlockPlan
  private let seed: UInt64
  private let execution: Execution

  /// Rows that a block makes, candidates included.
  static let blockRows = 1024
  /// The largest magnitude that the library's stages take.
  static let largest = 1e150

  init(
    _ program: Program, _ count: Int, _ detector: any RowScorer, _ X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws {
    self.program = program
    self.detector = detector
    self.seed = seed
    self.execution = execution
    let profile = try TrainingProfile(
      X, detector, needs: program.needs, snaps: program.snapsDiscrete, seed: seed, on: execution)
    self.profile = profile
    let known = try RowSet(X, on: execution)
    self.known = known
    self.pools = try program.recipes.map { try Pool($0, profile, on: execution) }
    self.judge =
      program.keep.isActive ? try CandidateJudge(program.keep, profile, known: known) : nil
    let factor = program.keep.isActive ? program.keep.candidates : 1
    self.plan = BlockPlan(
      rows: count, weights: program.recipes.map(\.weight),
      blockRows: max(Int(Double(Self.blockRows) / factor), 1))
  }

  func fill(_ output: Matrix) throws {
    guard let judge else {
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
      try fill(output, first..<min(first + size, plan.blockCount), judge)
      first += size
    }
  }

  /// Blocks whose candidates are scored in one call: at most 16, and at most 64 MB of them.
  private var groupSize: Int {
    let bytes = Self.blockRows * profile.X.columns * 8
    return min(max((64 << 20) / bytes, 1), 16)
  }

  private func candidates(_ block: BlockPlan.Block) -> Int {
    Int((Double(block.rows.count) * program.keep.candidates).rounded(.up))
  }
}

// MARK: - Blocks

extension SynthesisRun {
  private func makeRows(_ block: BlockPlan.Block, _ index: Int, count: Int) throws -> Matrix {
    // Seeds that are taken in turn go on where the block before left off.
    let offset = block.rows.count == count ? block.offset : block.offset * count / block.rows.count
    var random = RandomStream(seed: seed, purpose: .synthesis, index: index)
    let moves = program.recipes[block.recipe].moves
    let rows = try draw(offset..<offset + count, block.recipe, moves, &random)
    try redrawCopies(in: rows, of: block.recipe, from: offset, &random)
    return rows
  }

  /// Rows that begin as the seeds `range` of a recipe and go through `moves`.
  func draw(
    _ range: Range<Int>, _ recipe: Int, _ moves: [any Move], _ random: inout RandomStream
  ) throws -> Matrix {
    var batch = try Batch(range, pools[recipe], profile, random)
    for move in moves { try move.apply(to: &batch) }
    profile.discrete?.snap(batch.rows)
    batch.restoreFinite(atMost: Self.largest)
    random = batch.random
    return batch.rows
  }

  /// Makes the candidates of some blocks, has them scored, and keeps the best of each block.
  private func fill(_ output: Matrix, _ group: Range<Int>, _ judge: CandidateJudge) throws {
    let blocks = group.map { plan.block($0) }
    let counts = blocks.map(candidates)
    let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
    let rows = try Matrix(rows: counts.reduce(0, +), columns: output.columns)
    let excess = try Buffer<Double>(uninitialized: rows.rows)
    try execution.forEach(group.count) { place in
      let made = try makeRows(blocks[place], group.lowerBound + place, count: counts[place])
      let judged = try judge.judge(made)
      made.view.copyRows(0..<made.rows, into: rows.row(starts[place]))
      for row in 0..<made.rows { excess[starts[place] + row] = judged[row] }
    }
    if judge.asksDetector {
      let scores = try detector.scores(rows.view, on: execution)
      for row in 0..<rows.rows { excess[row] += judge.excess(score: scores[row]) }
    }
    try execution.forEach(group.count) { place in
      let own = try Buffer(excess.base + starts[place], count: counts[place])
      let chosen = try judge.choose(blocks[place].rows.count, of: own)
      for (index, row) in blocks[place].rows.enumerated() {
        rows.view.copyRow(starts[place] + Int(chosen[index]), into: output.row(row))
      }
    }
  }
}
