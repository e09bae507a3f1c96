use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// Threads for jobs: started when no idle one is there, up to a limit, and ended after some idle seconds. Jobs beyond
/// the limit wait in order.
pub struct ThreadPool {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    most_threads: usize,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    closed: bool,
}

const IDLE: Duration = Duration::from_secs(5);

impl ThreadPool {
    pub fn new(most_threads: usize) -> Self {
        Self {
            shared: Arc::new(Shared {
                state: Mutex::default(),
                wake: Condvar::new(),
                most_threads: most_threads.max(1),
            }),
        }
    }

    /// Runs a job on some thread; a job that panics ends that thread only. False after `close`.
    pub fn run(&self, job: impl FnOnce() + Send + 'static) -> bool {
        let mut state = lock(&self.shared);
        if state.closed {
            return false;
        }
        state.jobs.push_back(Box::new(job));
        if state.idle >= state.jobs.len() || state.threads >= self.shared.most_threads {
            self.shared.wake.notify_one();
            return true;
        }
        state.threads += 1;
        drop(state);
        let shared = Arc::clone(&self.shared);
        let started =
            std::thread::Builder::new().name("atomiton rust".to_owned()).spawn(move || work(&shared));
        if started.is_err() {
            // No memory for a thread: the job stays in the queue for the threads that are there.
            lock(&self.shared).threads -= 1;
        }
        true
    }

    /// Takes no more jobs; threads end when the queue is empty.
    pub fn close(&self) {
        lock(&self.shared).closed = true;
        self.shared.wake.notify_all();
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.close();
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts the thread out, also when a job panics.
struct Leave<'a>(&'a Shared);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        lock(self.0).threads -= 1;
    }
}

fn work(shared: &Shared) {
    let _leave = Leave(shared);
    let mut state = lock(shared);
    loop {
        if let Some(job) = state.jobs.pop_front() {
            drop(state);
            job();
            state = lock(shared);
            continue;
        }
        if state.closed {
            return;
        }
        state.idle += 1;
        let (woken, timeout) = shared.wake.wait_timeout(state, IDLE).unwrap_or_else(PoisonError::into_inner);
        state = woken;
        state.idle -= 1;
        if timeout.timed_out() && state.jobs.is_empty() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn runs_jobs_at_the_same_time_and_outlives_a_panic() {
        crate::install_panic_hook();
        let pool = ThreadPool::new(4);
        let (first_sender, first) = channel();
        let (second_sender, second) = channel();
        pool.run(move || {
            second.recv().unwrap();
            first_sender.send(1).unwrap();
        });
        pool.run(|| panic!("on purpose"));
        pool.run(move || second_sender.send(()).unwrap());
        assert_eq!(first.recv_timeout(Duration::from_secs(10)), Ok(1));
        pool.close();
        assert!(!pool.run(|| ()));
    }

    #[test]
    fn keeps_to_its_limit() {
        let pool = ThreadPool::new(1);
        let (sender, receiver) = channel();
        for number in 0..3 {
            let sender = sender.clone();
            pool.run(move || sender.send(number).unwrap());
        }
        assert_eq!(
            (0..3).map(|_| receiver.recv_timeout(Duration::from_secs(10)).unwrap()).collect::<Vec<_>>(),
            [0, 1, 2]
        );
    }
}
